import { describe, expect, it } from 'vitest'
import type { Answer } from '../gateway/transport.ts'
import { clockDifference, settleForm } from './settleForm.ts'
import { type SignatureForm, signatureForms } from './signature.ts'

const accepted: Answer = {
  ok: true,
  reply: { retcode: '0101003', message: '', result: null, event: undefined },
  generation: 0,
}
const rejected: Answer = { ok: false, reason: 'http-status', status: 401 }

/** A server that accepts one form, and the forms that it was sent. */
function server(answerTo: (form: SignatureForm) => Answer) {
  const sent: SignatureForm[] = []
  const send = (form: SignatureForm) => {
    sent.push(form)
    return Promise.resolve(answerTo(form))
  }
  return { sent, send }
}

describe('the form of the signature', () => {
  it.each(signatureForms.map((form, at) => [at + 1, form] as const))(
    'is found with %i requests, whatever the code of the answer: %j',
    async (requests, form) => {
      const { sent, send } = server((each) => (each === form ? accepted : rejected))
      expect(await settleForm(send)).toMatchObject({
        ok: true,
        form,
        reply: { retcode: '0101003' },
      })
      expect(sent).toHaveLength(requests)
    },
  )

  it('is tried in each way once, when none is accepted', async () => {
    const { sent, send } = server(() => rejected)
    expect(await settleForm(send)).toEqual(rejected)
    expect(sent).toEqual(signatureForms)
  })

  it.each<Answer>([
    { ok: false, reason: 'unreachable' },
    { ok: false, reason: 'http-status', status: 403 },
    { ok: false, reason: 'http-status', status: 429, retryAfter: '5' },
    { ok: false, reason: 'bad-reply' },
  ])('is not tried any further after %j', async (failure) => {
    const { sent, send } = server((form) => (form === signatureForms[0] ? rejected : failure))
    expect(await settleForm(send)).toEqual(failure)
    expect(sent).toHaveLength(2)
  })
})

describe('the difference of the clocks', () => {
  const wall = Date.UTC(2025, 0, 2, 3, 4, 5)
  const answer = (serverDate?: string) => ({
    ok: false as const,
    reason: 'http-status' as const,
    ...(serverDate !== undefined && { serverDate }),
  })

  it('is positive where this computer is ahead', () => {
    expect(clockDifference(answer('Thu, 02 Jan 2025 02:04:05 GMT'), wall)).toBe(3_600_000)
    expect(clockDifference(answer('Thu, 02 Jan 2025 03:05:05 GMT'), wall)).toBe(-60_000)
  })

  it('is not known without a date', () => {
    expect(clockDifference(answer(), wall)).toBeNull()
    expect(clockDifference(answer('yesterday'), wall)).toBeNull()
  })
})
