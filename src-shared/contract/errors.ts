import { z } from 'zod'

/** Every error that the renderer can receive; each has a message in each language. */
export const errorCode = z.enum([
  // the bridge itself
  'unknown-request',
  'forbidden-sender',
  'malformed-input',
  'internal',
  // the gateway's address
  'address-empty',
  'address-invalid',
  'address-not-https',
  'address-port-invalid',
  'address-has-user',
  'host-unknown',
  'port-closed',
  'not-tls',
  'tls-failure',
  'certificate-key-usage',
  'unreachable',
  'timeout',
  // trust
  'certificate-untrusted',
  'certificate-not-shown',
  // sign-in
  'agent-id-empty',
  'agent-id-invalid',
  'agent-id-out-of-range',
  'password-empty',
  'password-too-long',
  'phone-too-long',
  'phone-needed',
  'guid-invalid',
  'credential-missing',
  'wrong-password',
  'account-locked',
  'password-expired',
  'already-signed-in',
  'no-inspector-right',
  'account-is-watched',
  'holdlistex-missing',
  'gateway-code',
  'http-status',
  'bad-reply',
  // a CC-CMS
  'cms-refused-signature',
  'cms-clock-off',
  'cms-no-rights',
  'cms-wrong-center',
  // watching
  'not-signed-in',
  'nothing-to-watch',
  'agent-is-inspector',
  'call-ended',
  // rosters
  'roster-name-empty',
  'roster-name-taken',
  'roster-gone',
  'roster-too-long',
  'rosters-too-many',
  'file-not-read',
  'file-too-large',
  'file-without-ids',
  'file-not-written',
  'file-in-use',
  // settings
  'limits-must-rise',
  'setting-invalid',
  'setting-locked',
  'setting-refused',
  // sources
  'source-exists',
  'source-is-first',
  'node-covered',
  'cms-key-empty',
  'cms-number-invalid',
  // notes to agents
  'notes-off',
  'note-no-session',
  'note-empty',
  'note-too-long',
  'note-has-number',
  'note-too-soon',
  'note-agent-signed-out',
  'note-agent-unknown',
  'note-refused',
  'note-unanswered',
  'note-not-sent',
  // what is stored
  'cannot-save',
  'history-unavailable',
  'number-not-kept',
  'export-running',
])
export type ErrorCode = z.infer<typeof errorCode>

/** An error as data: `field` names the input beside which it is shown, `params` fill its message. */
export const appError = z.object({
  code: errorCode,
  field: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type AppError = z.infer<typeof appError>

/** The response to every request: nothing is ever thrown across the bridge. */
export type Envelope<T> = { ok: true; data: T } | { ok: false; error: AppError }
