import { inspect } from 'node:util'
import type { Dispatcher } from 'undici'
import { describe, expect, it } from 'vitest'
import { HandTime, keptLog, settle } from './fakes.ts'
import { SessionKeys } from './sessionKeys.ts'
import { createTransport, type FinishedRequest } from './transport.ts'
import type { Wire, WireFetch } from './undiciFetch.ts'

const origin = 'https://gw.example:8043'
const dispatcher = {} as Dispatcher

function over(fetch: WireFetch) {
  const time = new HandTime()
  const log = keptLog()
  const ended: FinishedRequest[] = []
  const transport = createTransport({
    origin,
    dispatcher,
    log,
    time,
    onRequestFinished: (one) => ended.push(one),
    fetch,
  })
  return { time, log, ended, ...transport }
}

const ask = { method: 'GET', path: 'calldata/101/holdlist' } as const
const json = (body: unknown, init: ResponseInit = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 200, ...init })
const good = { message: '', retcode: '0' }

describe('a request', () => {
  it('goes to the interface over the given dispatcher, with the gateway’s headers', async () => {
    const sent: { request: Request; wire: Wire }[] = []
    const { send } = over(async (request, wire) => {
      sent.push({ request, wire })
      return json(good)
    })
    const keys = new SessionKeys('g-1')
    await send({ ...ask, keys })
    await send({ ...ask, maxBytes: 64 })
    const [one, other] = sent
    expect(one?.request.url).toBe(`${origin}/agentgateway/resource/calldata/101/holdlist`)
    expect(one?.request.headers.get('content-type')).toBe('application/json; charset=UTF-8')
    expect(one?.request.headers.get('guid')).toBe('g-1')
    expect(one?.wire).toMatchObject({ dispatcher, maxBytes: 4 * 1024 * 1024 })
    expect(other?.wire.maxBytes).toBe(64)
  })

  it('stores the cookies and the newest GUID of 2xx responses', async () => {
    const cookies: (string | null)[] = []
    const answers = [
      json(good, {
        headers: [
          ['Set-GUID', 'JSESSIONID=g-2'],
          ['set-cookie', 'elb=a; Path=/; HttpOnly'],
          ['set-cookie', 'other=b=c; Path=/agentgateway'],
        ],
      }),
      json(good, { headers: [['set-cookie', 'other=; Max-Age=0; Path=/agentgateway']] }),
      json('', { status: 502, headers: { 'set-guid': 'JSESSIONID=bad', 'set-cookie': 'elb=bad' } }),
      json(good),
    ]
    const guids: (string | null)[] = []
    const { send } = over(async ({ headers }) => {
      cookies.push(headers.get('cookie'))
      guids.push(headers.get('guid'))
      return answers.shift() ?? json(good)
    })
    const keys = new SessionKeys()
    for (let time = 0; time < 4; time++) await send({ ...ask, keys })
    expect(cookies).toEqual([null, 'other=b=c; elb=a', 'elb=a', 'elb=a'])
    expect(guids).toEqual([null, 'g-2', 'g-2', 'g-2'])
    expect(keys.generation).toBe(1)
  })

  it('times out by itself, body included', async () => {
    const { send, time } = over(async (_request, { signal }) => {
      const body = new ReadableStream({
        start: (controller) =>
          signal.addEventListener('abort', () => controller.error(signal.reason)),
      })
      return new Response(body)
    })
    const answer = send({ ...ask, timeoutMs: 20_000 })
    await settle()
    expect(time.due).toEqual([20_000])
    await time.pass(20_000)
    expect(await answer).toEqual({ ok: false, reason: 'timeout' })
  })

  it('can be canceled by its caller, and leaves no timer', async () => {
    const { send, time, log } = over(
      (_request, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const caller = new AbortController()
    const answer = send({ ...ask, signal: caller.signal })
    await settle()
    caller.abort()
    expect((await answer).ok).toBe(false)
    expect(time.due).toEqual([])
    expect(log.lines).toEqual([])
  })
})

describe('a response', () => {
  it('is parsed as JSON whatever its content type', async () => {
    const { send } = over(async () =>
      json('﻿{"retcode":0,"msg":"fine","result":[1]}', {
        headers: { 'content-type': 'text/html' },
      }),
    )
    expect(await send(ask)).toMatchObject({
      reply: { retcode: '0', message: 'fine', result: [1] },
    })
  })

  it.each(['GBK', '"gb2312"'])('is decoded as %s where the header says so', async (charset) => {
    const skill = Buffer.from([0xd5, 0xcb, 0xb5, 0xa5]) // 账单
    const body = Buffer.concat([Buffer.from('{"retcode":"0","result":"'), skill, Buffer.from('"}')])
    const { send } = over(
      async () =>
        new Response(body, { headers: { 'content-type': `application/json; charset=${charset}` } }),
    )
    expect(await send(ask)).toMatchObject({ reply: { result: '账单' } })
  })

  it('without the envelope is a bad reply', async () => {
    const { send } = over(async () => json('<html>busy</html>'))
    expect(await send(ask)).toEqual({ ok: false, reason: 'bad-reply' })
  })

  it('that is cut off in its body still renews the GUID', async () => {
    const { send } = over(async () => {
      const body = new ReadableStream({ start: (c) => c.error(new Error('cut')) })
      return new Response(body, { headers: { 'set-guid': 'J=g-2' } })
    })
    const keys = new SessionKeys('g-1')
    expect(await send({ ...ask, keys })).toEqual({ ok: false, reason: 'unreachable' })
    expect(keys.generation).toBe(1)
  })

  it('with another status is reported as that status, whatever its body', async () => {
    const { send } = over(async () => json(good, { status: 404 }))
    expect(await send(ask)).toEqual({ ok: false, reason: 'http-status', status: 404 })
  })

  it.each([
    [429, { retryAfter: '7' }],
    [503, { retryAfter: '7' }],
    [502, {}],
  ])('with the status %i reports %j as the time for a retry', async (status, told) => {
    const { send } = over(async () => json(good, { status, headers: { 'retry-after': '7' } }))
    expect(await send(ask)).toEqual({ ok: false, reason: 'http-status', status, ...told })
  })

  const deep = (cause: object) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('outer'), { cause }) })
  it.each([
    [{ name: 'CertificateRefused', code: 'CERTIFICATE_REFUSED' }, 'untrusted-certificate'],
    [{ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }, 'tls-failure'],
    [
      {
        code: 'EPROTO',
        message: 'SSL routines:OPENSSL_internal:KEY_USAGE_BIT_INCORRECT:ssl_cert.cc',
      },
      'certificate-key-usage',
    ],
    [{ code: 'ETIMEDOUT' }, 'timeout'],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'timeout'],
    [{ code: 'ECONNREFUSED' }, 'unreachable'],
    [{ code: 'ENOTFOUND' }, 'unreachable'],
    [{ errors: [{ code: 'ENETUNREACH' }, { code: 'ETIMEDOUT' }] }, 'timeout'],
    [{ name: 'HTTPParserError' }, 'bad-reply'],
    [{ name: 'HeadersOverflowError' }, 'bad-reply'],
    [{ code: 'UND_ERR_SOCKET', message: 'bad response' }, 'bad-reply'],
    [{ code: 'UND_ERR_SOCKET', message: 'other side closed' }, 'unreachable'],
    [{}, 'unreachable'],
  ])('that fails with %j is reported as %s', async (cause, reason) => {
    const { send } = over(() => Promise.reject(deep(cause)))
    expect(await send(ask)).toEqual({ ok: false, reason })
  })
})

describe('a GUID', () => {
  const renewed = (keys: SessionKeys, value: string) => {
    keys.takeFrom(new Headers({ 'Set-GUID': value }), origin)
    const headers = new Headers()
    keys.addTo(headers, origin)
    return headers.get('guid')
  }

  it('is the part after the first "="', () => {
    expect(renewed(new SessionKeys(), 'JSESSIONID=a=b.AgentGateway0; Path=/')).toBe(
      'a=b.AgentGateway0',
    )
    expect(renewed(new SessionKeys(), 'bare.AgentGateway0')).toBe('bare.AgentGateway0')
    expect(renewed(new SessionKeys('old'), 'JSESSIONID=')).toBe('old')
    expect(renewed(new SessionKeys('old'), 'JSESSIONID=a b')).toBe('old')
  })

  it('that is received twice is accepted if both are equal', () => {
    expect(renewed(new SessionKeys('old'), 'JSESSIONID=a, JSESSIONID=a')).toBe('a')
    expect(renewed(new SessionKeys('old'), 'JSESSIONID=a, JSESSIONID=b')).toBe('old')
  })

  it('that was replaced is not restored by a late response', () => {
    const keys = new SessionKeys('one')
    expect(renewed(keys, 'JSESSIONID=two')).toBe('two')
    expect(renewed(keys, 'JSESSIONID=one')).toBe('two')
    expect(keys.generation).toBe(1)
  })

  it('is never shown', async () => {
    const keys = new SessionKeys('secret-guid')
    keys.takeFrom(new Headers({ 'set-cookie': 'elb=secret-cookie' }), origin)
    const { send, log } = over(async () => json(good))
    const answer = await send({ ...ask, keys, body: { password: 'secret-word' } }).catch(String)
    await over(() => Promise.reject(new Error('secret-guid in a message'))).send({ ...ask, keys })
    const texts = [
      inspect(keys, { showHidden: true, depth: 9 }),
      JSON.stringify(keys),
      inspect(answer, { depth: 9 }),
      inspect(log.lines, { depth: 9 }),
      String(keys),
    ].join()
    expect(texts).not.toContain('secret')
  })
})

describe('the record of a completed request', () => {
  it('contains name, time and outcome, and none of its content', async () => {
    const answers = [
      () =>
        json(
          { ...good, result: [{ caller: '02155501234' }] },
          { headers: { 'set-guid': 'J=g-2' } },
        ),
      () => json({ message: 'no', retcode: '300-001' }),
      () => json('', { status: 502 }),
    ]
    const { send, ended, time } = over(async () => {
      await time.pass(30)
      return answers.shift()?.() ?? json(good)
    })
    const keys = new SessionKeys('g-1')
    await send({ method: 'GET', path: 'calldata/101/holdlistex/102', keys })
    await send({ method: 'PUT', path: 'onlineagent/101', keys, body: { password: 'hunter2' } })
    await send({ ...ask, keys })
    const common = { ms: 30, reason: null, renewedGuid: false }
    expect(ended).toEqual([
      { ...common, name: 'GET calldata/holdlistex', retcode: '0', renewedGuid: true },
      { ...common, name: 'PUT onlineagent', retcode: '300-001' },
      { ...common, name: 'GET calldata/holdlist', retcode: null, reason: 'http-status' },
    ])
  })

  it('is omitted where its caller canceled it', async () => {
    const { send, ended } = over(async (_request, { signal }) => {
      signal.throwIfAborted()
      return json(good)
    })
    const signal = AbortSignal.abort()
    await send({ ...ask, signal })
    expect(ended).toEqual([])
  })
})
