import { createHmac } from 'node:crypto'
import { request } from 'node:https'
import { afterEach, describe, expect, test } from 'vitest'
import { startSimulator, type CmsOptions, type SimulatedCms, type Simulator } from '../index.ts'

const running: Simulator[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

const now = Date.UTC(2025, 0, 2, 3, 4, 5, 678)

async function start(wish: Partial<CmsOptions> = {}) {
  const simulator = await startSimulator({ agents: 4, shift: false, cms: wish, now: () => now })
  running.push(simulator)
  if (simulator.cms === null) throw new Error('no CC-CMS')
  return { simulator, cms: simulator.cms }
}

interface Answer {
  status: number
  date: string | undefined
  body: Record<string, unknown>
}

const percent = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')

/** Sends a signed request; `change` alters the header that was right. */
function ask(
  cms: SimulatedCms,
  path: string,
  fields: object,
  { at = now, change = (header: string) => header, method = 'POST' } = {},
): Promise<Answer> {
  const url = new URL(`${cms.origin}/rest/cmsapp/v1/openapi/${path}`)
  const text = JSON.stringify(fields)
  const time = new Date(at).toISOString().replace(/\.\d+Z/, 'Z')
  const prefix = `auth-v2/${cms.accessKey}/${time}/host`
  const lines = [method, url.pathname, 'host', `host:${percent(url.host)}`, percent(text)]
  const signature = hmac(hmac(cms.secretKey, prefix), lines.join('\n'))
  const headers = {
    'Content-Type': 'application/json; charset=UTF-8',
    Authorization: change(`${prefix}/${signature}`),
    'Content-Length': Buffer.byteLength(text),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        let body: Record<string, unknown> = {}
        try {
          body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
        } catch {
          body = {}
        }
        resolve({ status, date: headers.date, body })
      })
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

const center = { ccId: 1, vdn: 7 }
const calls = 'agentgroup/queryagentcalls'
const queried = { ...center, agentIds: [10401, 10402] }

describe('the signature', () => {
  test('is accepted when it is right', async () => {
    const { cms } = await start()
    expect(await ask(cms, calls, queried)).toMatchObject({
      status: 200,
      body: { resultCode: '0100000' },
    })
  })

  test.each<[string, (header: string) => string]>([
    ['no header', () => ''],
    ['another signature', (header) => header.replace(/.$/, (c) => (c === '0' ? '1' : '0'))],
    ['another access key', (header) => header.replace('SIMULATED', 'OTHER')],
    ['another time', (header) => header.replace(':05Z', ':06Z')],
    ['more parts', (header) => `${header}/x`],
  ])('is refused with %s', async (_name, change) => {
    const { cms } = await start()
    expect((await ask(cms, calls, queried, { change })).status).toBe(401)
    expect(cms.stats.rejectedSignatures).toBe(1)
  })

  test('is refused in a form that is not accepted', async () => {
    const { cms } = await start({
      forms: [{ time: 'seconds', hasQueryLine: true, headers: 'host' }],
    })
    expect((await ask(cms, calls, queried)).status).toBe(401)
  })

  test('is refused far from the server’s clock, which the Date header tells', async () => {
    const { cms } = await start({ clockAheadMs: 3_600_000 })
    const refused = await ask(cms, calls, queried)
    expect(refused).toMatchObject({ status: 401, date: 'Thu, 02 Jan 2025 04:04:05 GMT' })
    expect((await ask(cms, calls, queried, { at: now + 3_500_000 })).status).toBe(200)
  })
})

describe('the interfaces', () => {
  test('list the calls of the agents with their status', async () => {
    const { simulator, cms } = await start()
    const held = simulator.hold('10401')
    const talking = simulator.talk('10401', { feature: 7 })
    const { body } = await ask(cms, calls, queried)
    const call = { mediaType: 5, submediaType: '' }
    const expected = [
      {
        agentId: 10401,
        callList: [
          { ...call, callId: held, callStatus: 6, callInOut: 0 },
          { ...call, callId: talking, callStatus: 5, callInOut: 1 },
        ],
      },
      { agentId: 10402, callList: [] },
    ]
    expect(body.resultDesc).toEqual(expected)
    expect(body.resultDatas).toEqual(expected)
  })

  test('leave the older fields out when told so', async () => {
    const { cms } = await start({ olderFields: false })
    expect(Object.keys((await ask(cms, calls, queried)).body)).toEqual(['resultCode', 'resultDesc'])
  })

  test('tell the details of a call by its id, in either form', async () => {
    const { simulator, cms } = await start()
    const callId = simulator.hold('10401', { caller: '0211234', called: '400', skill: 'billing' })
    const details = 'calldata/querybasiccallinfo'
    const detailsBody = {
      resultDesc: { callingNum: '0211234', calledNum: '400', callSkill: 'billing' },
    }
    const longId = callId.replace('-', '000-')
    expect((await ask(cms, details, { ...center, callId })).body).toMatchObject(detailsBody)
    cms.configure({ callIds: 'milliseconds' })
    expect((await ask(cms, details, { ...center, callId })).body.resultCode).toBe('0100002')
    expect((await ask(cms, details, { ...center, callId: longId })).body).toMatchObject(detailsBody)
  })

  test('list agents in pages, their names, and the tenant', async () => {
    const { simulator, cms } = await start()
    simulator.hold('10401')
    simulator.signOut('10402')
    const page = { ...center, limit: 2, offset: 2 }
    expect((await ask(cms, 'vdn/totalagentabstractex3', page)).body).toMatchObject({
      count: 6,
      resultDesc: [
        { agentId: 10401, currentState: 5 },
        { agentId: 10402, currentState: 0 },
      ],
    })
    const { body } = await ask(cms, 'vdn/querytotalagentinfo', center)
    expect(body.resultDesc).toContainEqual(
      expect.objectContaining({ agentId: 10401, name: 'Chen Wei 陈伟' }),
    )
    expect((await ask(cms, 'tenant/querytenants', { ccId: 1 })).body).toMatchObject({
      resultDesc: [{ ccId: 1, vdnId: 7 }],
    })
  })

  test.each([
    ['another VDN', calls, { ...queried, vdn: 8 }],
    ['another call center', calls, { ...queried, ccId: 2 }],
    ['too many agents', calls, { ...center, agentIds: Array.from({ length: 3_001 }, () => 10401) }],
    ['no agents', calls, center],
    ['a page too large', 'vdn/totalagentabstractex3', { ...center, limit: 1_001, offset: 0 }],
    ['an unknown call', 'calldata/querybasiccallinfo', { ...center, callId: '1-1' }],
  ])('refuse %s', async (_name, path, fields) => {
    const { cms } = await start()
    expect((await ask(cms, path, fields)).body).toMatchObject({ resultCode: '0100002' })
  })

  test('have nothing elsewhere, and take POST only', async () => {
    const { cms } = await start()
    expect((await ask(cms, 'agentgroup/nothing', queried)).status).toBe(404)
    expect((await ask(cms, calls, queried, { method: 'PUT' })).status).toBe(405)
  })
})

describe('a fault', () => {
  test('refuses with a code, as often as ordered', async () => {
    const { cms } = await start()
    cms.fault({ kind: 'code', code: '0101003', times: 1, match: 'queryagentcalls' })
    expect((await ask(cms, calls, queried)).body).toEqual({
      resultCode: '0101003',
      resultDesc: 'refused by a fault',
    })
    expect((await ask(cms, calls, queried)).body.resultCode).toBe('0100000')
  })

  test('answers a status, before the signature is checked', async () => {
    const { cms } = await start()
    const stop = cms.fault({ kind: 'status', status: 429 })
    expect((await ask(cms, calls, queried)).status).toBe(429)
    stop()
    expect((await ask(cms, calls, queried)).status).toBe(200)
  })

  test('leaves an agent out, adds one, refuses one, or changes the status of its calls', async () => {
    const { simulator, cms } = await start()
    simulator.hold('10401')
    const idsNow = async () =>
      ((await ask(cms, calls, queried)).body.resultDesc as { agentId: number }[]).map(
        ({ agentId }) => agentId,
      )
    cms.fault({ kind: 'missing-agent', agentId: '10402' })
    cms.fault({ kind: 'other-agent' })
    expect(await idsNow()).toEqual([10401, 101])
    cms.clearFaults()
    cms.fault({ kind: 'call-status', agentId: '10401', status: 7 })
    expect((await ask(cms, calls, queried)).body).toMatchObject({
      resultDesc: [{ callList: [{ callStatus: 7 }] }, {}],
    })
    cms.fault({ kind: 'bad-agent', agentId: '10402' })
    expect((await ask(cms, calls, queried)).body.resultCode).toBe('0100002')
  })

  test('puts a text where the list belongs, or texts for numbers', async () => {
    const { cms } = await start({ olderFields: false })
    const stop = cms.fault({ kind: 'text-desc' })
    expect((await ask(cms, calls, queried)).body).toMatchObject({
      result: '0',
      resultDesc: 'success',
      resultDatas: [{ agentId: 10401 }, { agentId: 10402 }],
    })
    stop()
    cms.fault({ kind: 'number-texts' })
    expect((await ask(cms, calls, queried)).body).toMatchObject({
      resultDesc: [{ agentId: '10401' }, { agentId: '10402' }],
    })
  })

  test('cuts the connection, and the port goes away and comes back', async () => {
    const { cms } = await start()
    cms.fault({ kind: 'cut', times: 1 })
    await expect(ask(cms, calls, queried)).rejects.toThrow()
    await cms.goAway()
    await expect(ask(cms, calls, queried)).rejects.toThrow()
    await cms.comeBack()
    expect((await ask(cms, calls, queried)).status).toBe(200)
  })
})

test('there is none unless it is ordered', async () => {
  const simulator = await startSimulator({ agents: 1, shift: false })
  running.push(simulator)
  expect(simulator.cms).toBeNull()
})
