import { afterEach, expect, test } from 'vitest'
import { startSimulator, type Simulator } from './index.ts'
import { TestClient } from './testClient.ts'

const running: { stop: () => unknown }[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

async function start(strict: boolean): Promise<{ simulator: Simulator; client: TestClient }> {
  const simulator = await startSimulator({ agents: 2, shift: false, signInMs: 0, strict })
  const client = new TestClient(simulator)
  running.push(simulator, { stop: () => client.close() })
  return { simulator, client }
}

/** What a strict and a lenient gateway answer: the HTTP status where it is not 200, else the code. */
async function both(
  ask: (client: TestClient) => Promise<{ status: number; body: object | undefined }>,
) {
  const answers: unknown[] = []
  for (const strict of [true, false]) {
    const { client } = await start(strict)
    const { status, body } = await ask(client)
    answers.push(status === 200 ? (body as { retcode: string }).retcode : status)
  }
  return answers
}

test.each([
  ['no content type', 'agentgroup/10301/iscensor', { 'Content-Type': '' }],
  ['another content type', 'agentgroup/10301/iscensor', { 'Content-Type': 'text/plain' }],
])('a request with %s', async (_, path, headers) => {
  const answers = both(async (client) => {
    await client.signIn('10301')
    return client.send('GET', path, undefined, headers)
  })
  expect(await answers).toEqual([415, '0'])
})

test.each([
  'agentgroup/10301/iscensor/',
  '/agentgroup/10301/iscensor',
  'agentgroup//10301/iscensor?x=1',
])('the path %s', async (path) => {
  const answers = both(async (client) => {
    await client.signIn('10301')
    return client.get(path)
  })
  expect(await answers).toEqual([404, '0'])
})

test.each(['calldata/1/holdlist', 'calldata/100/holdlist'])('the low id of %s', async (path) => {
  expect(await both((client) => client.get(path))).toEqual([404, '100-006'])
})

test.each([
  ['a number for the phone', { phonenum: 70_001 }, '100-013'],
  ['an empty address', { ip: '' }, '100-016'],
  ['1 and 0 for booleans', { autoanswer: 1, checkInWebm: 0 }, '100-001'],
  ['texts of 1 and 0 for booleans', { releasephone: '1', autoenteridle: '0' }, '100-001'],
  ['another agent type', { agenttype: 2 }, '100-012'],
  ['another agent type as text', { agenttype: '7' }, '100-012'],
])('a sign-in with %s', async (_, body, code) => {
  expect(await both((client) => client.signIn('10301', { body }))).toEqual([code, '0'])
})

test.each([
  ['no phone', { phonenum: undefined }, '100-001'],
  ['a strange phone', { phonenum: 'abc' }, '100-013'],
  ['a strange flag', { autoanswer: 2 }, '100-001'],
  ['no number for the agent type', { agenttype: 'pc' }, '100-012'],
  ['a strange state', { status: 9 }, '100-001'],
])('a sign-in with %s is refused by both', async (_, body, code) => {
  expect(await both((client) => client.signIn('10301', { body }))).toEqual([code, code])
})

test.each([3, 4, 5])('a sign-in with state %i is taken by both', async (status) => {
  const answers = await both(async (client) => {
    await client.signIn('10301', { body: { status } })
    const { body } = await client.get('onlineagent/10301/agentstatus')
    expect(body?.result).toEqual({ agentState: status, isWorking: false })
    return { status: 200, body: body ?? {} }
  })
  expect(answers).toEqual(['0', '0'])
})

test.each(['allagentstatus', 'onlineagentonvdn'])(
  '%s, asked by an ordinary agent',
  async (list) => {
    const answers = both(async (client) => {
      await client.signIn('10401', { way: '/forcelogin' })
      return client.get(`agentgroup/10401/${list}`)
    })
    expect(await answers).toEqual(['300-001', '0'])
  },
)

test.each([
  ['automatic', { autoanswer: true }, ['300-001', '0']],
  ['automatic, as it is unless said', { autoanswer: undefined }, ['300-001', '0']],
  ['manual', { autoanswer: 'false' }, ['0', '0']],
])('held calls while answering is %s', async (_, body, codes) => {
  const answers: unknown[] = []
  for (const strict of [true, false]) {
    const { simulator, client } = await start(strict)
    await client.signIn('10401', { way: '/forcelogin', body })
    simulator.hold('10401')
    answers.push(await client.code('calldata/10401/holdlist'))
  }
  expect(answers).toEqual(codes)
})
