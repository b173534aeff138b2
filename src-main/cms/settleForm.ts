import type { AppError } from '../../src-shared/contract/index.ts'
import type { Reply } from '../gateway/protocol.ts'
import type { Answer, Unanswered } from '../gateway/transport.ts'
import { type SignatureForm, signatureForms } from './signature.ts'

export type Settlement = { ok: true; form: SignatureForm; reply: Reply } | Unanswered

/**
 * Finds the form of the signature that a server accepts: one request in each form, until one is not rejected. Too many
 * rejected signatures might lock the key pair, so this is done at set-up only. With every form rejected, the keys or
 * the clock are wrong.
 */
export async function settleForm(
  send: (form: SignatureForm) => Promise<Answer>,
): Promise<Settlement> {
  let last: Unanswered = { ok: false, reason: 'http-status', status: 401 }
  for (const form of signatureForms) {
    const answer = await send(form)
    if (answer.ok) return { ok: true, form, reply: answer.reply }
    last = answer
    if (!isRejected(answer)) break
  }
  return last
}

/** The signature is not accepted: 401 (gateway protocol §10.2). */
export const isRejected = ({ status }: Unanswered): boolean => status === 401

/**
 * How far the local clock is ahead of the server's, ms; null where the server did not send its time.
 * @param wall the local clock when the answer was received, epoch ms
 */
export function clockDifference({ serverDate }: Unanswered, wall: number): number | null {
  const serverTime = Date.parse(serverDate ?? '')
  return Number.isNaN(serverTime) ? null : wall - serverTime
}

/** Clocks that differ by less, ms, are not mentioned: the tolerance of the server is not known. */
const notableDifferenceMs = 60_000

/**
 * What to report for a rejected signature.
 * @param clockDifferenceMs how far the local clock is ahead, ms; null where that is not known
 */
export function rejectedSignature(clockDifferenceMs: number | null): AppError {
  const difference = Math.abs(clockDifferenceMs ?? 0)
  if (difference < notableDifferenceMs) return { code: 'cms-refused-signature' }
  return { code: 'cms-clock-off', params: { minutes: Math.round(difference / 60_000) } }
}
