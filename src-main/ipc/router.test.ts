import { describe, expect, it, vi } from 'vitest'
import { createRouter, type Handlers } from './router.ts'
import { RequestError } from '../base/requestError.ts'
import { trustsOnly } from './sender.ts'

const page = { url: 'holdwatch://app/index.html', isMainFrame: true }

function setUp(handlers: Partial<Handlers> = {}) {
  const log = vi.fn()
  const saveDraft = vi.fn(() => null)
  const route = createRouter({
    // A router is built with all handlers; these tests need only a few.
    handlers: {
      'app.dismiss_notice': saveDraft,
      'watch.retry': () => null,
      ...handlers,
    } as Handlers,
    isTrusted: trustsOnly('holdwatch://app'),
    log,
  })
  return { route, log, handler: saveDraft }
}

describe('the router', () => {
  it('passes the parsed input to the handler and returns its result', async () => {
    const { route, handler } = setUp()
    expect(await route(page, 'app.dismiss_notice', { id: 'x', extra: 1 })).toEqual({
      ok: true,
      data: null,
    })
    expect(handler).toHaveBeenCalledWith({ id: 'x' })
  })

  it.each(['no.such_request', 'constructor', '__proto__', 'toString', 7, null, undefined])(
    'refuses the unknown request %j',
    async (name) => {
      const { route } = setUp()
      expect(await route(page, name, null)).toEqual({
        ok: false,
        error: { code: 'unknown-request' },
      })
    },
  )

  it('rejects malformed input and names the field, without calling the handler', async () => {
    const { route, handler } = setUp()
    expect(await route(page, 'app.dismiss_notice', { id: 3 })).toEqual({
      ok: false,
      error: { code: 'malformed-input', field: 'id' },
    })
    expect(handler).not.toHaveBeenCalled()
  })

  it.each([
    ['another origin', { url: 'https://evil.example/', isMainFrame: true }],
    ['a look-alike host', { url: 'holdwatch://app.evil/index.html', isMainFrame: true }],
    ['a user name in front', { url: 'holdwatch://app@evil/index.html', isMainFrame: true }],
    ['a sub-frame', { ...page, isMainFrame: false }],
    ['a frame that is gone', { url: '', isMainFrame: true }],
  ])('refuses a request from %s before it looks at name or input', async (_case, sender) => {
    const { route, log, handler } = setUp()
    for (const [name, input] of [
      ['app.dismiss_notice', { id: 'x' }],
      ['no.such', 1],
      ['app.dismiss_notice', 'malformed'],
    ]) {
      expect(await route(sender, name, input)).toEqual({
        ok: false,
        error: { code: 'forbidden-sender' },
      })
    }
    expect(handler).not.toHaveBeenCalled()
    expect(log).toHaveBeenCalledTimes(3)
  })

  it('passes a named error on, and hides any other behind `internal`', async () => {
    const known = setUp({
      'watch.retry': () => {
        throw new RequestError({ code: 'not-signed-in' })
      },
    })
    expect(await known.route(page, 'watch.retry', null)).toEqual({
      ok: false,
      error: { code: 'not-signed-in' },
    })
    const unknown = setUp({
      'watch.retry': () => Promise.reject(new Error('password hunter2 was wrong')),
    })
    const answer = await unknown.route(page, 'watch.retry', null)
    expect(answer).toEqual({ ok: false, error: { code: 'internal' } })
    expect(unknown.log).toHaveBeenCalledOnce()
  })
})
