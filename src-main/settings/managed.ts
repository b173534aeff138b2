import { readFile } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { z } from 'zod'
import { textOf } from './fileText.ts'
import { parseAddress } from '../trust/address.ts'

const managedVersion = 1

/** Always with its port: the pin is for exactly this one, and a guessed port would pin another. */
const origin = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text)
  if (parsed.ok && /^https:\/\/.+:\d+\/?$/i.test(text.trim())) return parsed.origin
  ctx.addIssue({ code: 'custom' })
  return z.NEVER
})

/** As openssl, PowerShell or a browser shows it; kept as Node does: upper case, pairs with colons. */
const fingerprint = z
  .string()
  .trim()
  .regex(/^([0-9a-f]{64}|[0-9a-f]{2}(:[0-9a-f]{2}){31})$/i)
  .transform((text) => {
    return (text.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(':')
  })

const seconds = z.int().min(1).max(86_400)

const managedSettings = z.strictObject({
  version: z.literal(managedVersion),
  /** The gateway that is watched, and nothing else is. */
  gateway: z
    .strictObject({
      origin,
      /** The certificate that is trusted there without asking. */
      sha256: fingerprint.optional(),
      way: z.enum(['inspector', 'agent']).optional(),
    })
    .optional(),
  limits: z
    .strictObject({ amberSeconds: seconds, redSeconds: seconds, criticalSeconds: seconds })
    .refine((limits) => {
      return limits.amberSeconds < limits.redSeconds && limits.redSeconds < limits.criticalSeconds
    })
    .optional(),
  /** True locks the masking: a number is never revealed. */
  maskNumbers: z.boolean().optional(),
  /** How long past holds are kept; 0 keeps none. */
  retentionDays: z.int().min(0).max(3_650).optional(),
  /** Requests to one gateway, a second and at once, at most. */
  requestsPerSecond: z.int().min(1).max(250).optional(),
  requestsAtOnce: z.int().min(1).max(50).optional(),
})

/** What an administrator has set for everybody on this machine; each one that is there is locked. */
export type ManagedSettings = z.infer<typeof managedSettings>

export interface Managed {
  /** Null where there is no file, and where it cannot be used. */
  settings: ManagedSettings | null
  /** Why a file that is there is not used. `detail` never holds anything of the file's values. */
  problem: { why: 'malformed' | 'unreadable'; detail: string } | null
}

/** The one place for each system, which only an administrator should be able to write to. */
export function managedPath(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') {
    const programData = env['ProgramData'] ?? ''
    // A relative one would be looked for wherever the app was started from.
    const base = win32.isAbsolute(programData) ? programData : 'C:\\ProgramData'
    return win32.join(base, 'Holdwatch', 'managed.json')
  }
  const folder = platform === 'darwin' ? '/Library/Application Support/Holdwatch' : '/etc/holdwatch'
  return posix.join(folder, 'managed.json')
}

/** Reads it, never writes, never rejects. */
export async function readManaged(path: string): Promise<Managed> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { settings: null, problem: null }
    const detail = whyUnreadable[code] ?? `the system answered ${code}`
    return { settings: null, problem: { why: 'unreadable', detail } }
  }
  return parseManaged(bytes)
}

const whyUnreadable: Record<string, string> = {
  EISDIR: 'a folder lies in its place',
  ENOTDIR: 'a file lies in the place of its folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
}

/** All of it or nothing: half an administrator's wish could be worse than none. */
export function parseManaged(bytes: Uint8Array): Managed {
  const text = textOf(bytes)
  if (text === null) return malformed('it is not UTF-8 text')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return malformed(`it is not JSON${placeOf(error)}`)
  }
  const parsed = managedSettings.safeParse(json)
  if (parsed.success) return { settings: parsed.data, problem: null }
  return malformed([...new Set(parsed.error.issues.flatMap(sentences))].join('; '))
}

const malformed = (detail: string): Managed => ({
  settings: null,
  problem: { why: 'malformed', detail },
})

/** The place only: the rest of the message quotes the file. */
function placeOf(error: unknown): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(String(error)) ?? []
  return line === undefined ? '' : ` (line ${line}, column ${column})`
}

/** What a field must be, by its place in the file. */
const wanted: Record<string, string> = {
  version: `must be ${managedVersion}`,
  gateway: 'must be an object with an "origin"',
  'gateway.origin': 'must be "https://host:port"',
  'gateway.sha256':
    'must be a SHA-256 fingerprint: 64 hexadecimal digits, in pairs with colons or without',
  'gateway.way': 'must be "inspector" or "agent"',
  limits:
    'must be "amberSeconds", "redSeconds" and "criticalSeconds", each greater than the one before',
  'limits.amberSeconds': 'must be a whole number of seconds from 1 to 86400',
  'limits.redSeconds': 'must be a whole number of seconds from 1 to 86400',
  'limits.criticalSeconds': 'must be a whole number of seconds from 1 to 86400',
  maskNumbers: 'must be true or false',
  retentionDays: 'must be a whole number of days from 0 to 3650',
  requestsPerSecond: 'must be a whole number from 1 to 250',
  requestsAtOnce: 'must be a whole number from 1 to 50',
}

function sentences(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      // A name is shown only where it looks like one: something pasted in its place may be a secret.
      const name = /^[A-Za-z]\w{0,31}$/.test(key) ? ` "${at === '' ? '' : `${at}.`}${key}"` : ''
      return `there is a field${name} that Holdwatch does not know`
    })
  }
  return [
    at === '' ? 'it must be one JSON object' : `"${at}" ${wanted[at] ?? 'is not as it must be'}`,
  ]
}
