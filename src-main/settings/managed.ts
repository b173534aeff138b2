import { readFile } from 'node:fs/promises'
import { isAbsolute, posix, win32 } from 'node:path'
import { z } from 'zod'
import { noteTemplates } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'
import { textOf } from './fileText.ts'
import { parseAddress } from '../base/address.ts'

const managedVersion = 1

/** Always with its port: the pin is for exactly this one, and a guessed port would pin another. */
const origin = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text)
  if (parsed.ok && /^https:\/\/.+:\d+\/?$/i.test(normalizeTyped(text))) return parsed.origin
  ctx.addIssue({ code: 'custom' })
  return z.NEVER
})

/** In the form shown by openssl, PowerShell or a browser; stored in Node's form: upper case, pairs with colons. */
const fingerprint = z
  .string()
  .transform(normalizeTyped)
  .pipe(z.string().regex(/^([0-9a-f]{64}|[0-9a-f]{2}(:[0-9a-f]{2}){31})$/i))
  .transform((text) => {
    return (text.replaceAll(':', '').toUpperCase().match(/../g) ?? []).join(':')
  })

/**
 * Over HTTPS only, and without a password: every user can read the file. Ends with a slash, so that names can be
 * appended.
 */
const updateAddress = z.string().transform((text, ctx) => {
  const url = URL.parse(normalizeTyped(text))
  const { protocol, username, password, search, hash } = url ?? {}
  const isPlainFolder = [username, password, search, hash].every((part) => part === '')
  if (url !== null && protocol === 'https:' && isPlainFolder) return url.href.replace(/\/*$/, '/')
  ctx.addIssue({ code: 'custom' })
  return z.NEVER
})

const seconds = z.int().min(1).max(86_400)

const gateway = z.strictObject({
  origin,
  /** The certificate that is trusted there without confirmation. */
  sha256: fingerprint.optional(),
  way: z.enum(['inspector', 'agent']).optional(),
})

const limits = z
  .strictObject({ amberSeconds: seconds, redSeconds: seconds, criticalSeconds: seconds })
  .refine(({ amberSeconds, redSeconds, criticalSeconds }) => {
    return amberSeconds < redSeconds && redSeconds < criticalSeconds
  })

/** Groups of keys; a registry stores each in a separate key. */
export const managedGroups = { gateway, limits }

export const managedSettings = z.strictObject({
  version: z.literal(managedVersion),
  /** The gateway to watch, and the only one allowed. */
  gateway: gateway.optional(),
  limits: limits.optional(),
  /** True locks the masking: a number is never revealed. */
  maskNumbers: z.boolean().optional(),
  /** True for a screen that visitors see: hides every digit of every number. */
  privacyMode: z.boolean().optional(),
  /** What the history stores of numbers. `unchanged`: the current choice, and nobody can change it. */
  keptNumbers: z.enum(['none', 'last-four', 'whole', 'unchanged']).optional(),
  /** How long past holds are stored; 0 stores none. */
  retentionDays: z.int().min(0).max(3_650).optional(),
  /** The location of each user's history, in a separate folder for each. */
  historyFolder: z.string().refine(isAbsolute).optional(),
  /** The maximum number of requests to one gateway, a second and in flight. */
  requestsPerSecond: z.int().min(1).max(250).optional(),
  requestsAtOnce: z.int().min(1).max(50).optional(),
  /** Whether notes may be sent to agents. */
  notes: z.boolean().optional(),
  /** Texts for notes, in place of what a supervisor has written. */
  noteTemplates: noteTemplates.optional(),
  /** The folder of a web server with new versions; without it there are no updates. */
  updateAddress: updateAddress.optional(),
  /** Whether a new version is installed when the supervisor chooses so, or also when he quits. */
  updateInstallation: z.enum(['ask', 'on-quit']).optional(),
})

/** The settings of an administrator for everybody on this machine; each one present is locked. */
export type ManagedSettings = z.infer<typeof managedSettings>

export interface Managed {
  /** Null where nothing is set. Invalid parts of a file are as strict as possible. */
  settings: ManagedSettings | null
  /**
   * The errors in an existing file; `unknown` for fields that this version does not know only. `detail` never contains
   * any of the file's values.
   */
  problem: { why: 'malformed' | 'unreadable' | 'unknown'; detail: string } | null
}

/** The location for each system, which should be writable for an administrator only. */
export function managedPath(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') {
    const programData = env['ProgramData'] ?? ''
    // A relative path would depend on the working directory.
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
    return { settings: strictest, problem: { why: 'unreadable', detail } }
  }
  return parseManaged(bytes)
}

const whyUnreadable: Record<string, string> = {
  EISDIR: 'a folder lies in its place',
  ENOTDIR: 'a file lies in the place of its folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
}

/** A gateway that cannot exist: no network has such a name (RFC 2606), so none is watched. */
const nowhere = 'https://managed.invalid:443'

/**
 * The value in place of an administrator's invalid one: nothing is revealed and nothing is deleted because of a
 * mistake.
 */
const strictest: ManagedSettings = {
  version: managedVersion,
  gateway: { origin: nowhere },
  limits: { amberSeconds: 60, redSeconds: 120, criticalSeconds: 300 },
  maskNumbers: true,
  privacyMode: true,
  // Less than is stored now would delete something.
  keptNumbers: 'unchanged',
  retentionDays: 3_650,
  requestsPerSecond: 20,
  requestsAtOnce: 6,
  notes: false,
  noteTemplates: [],
  updateInstallation: 'ask',
}
const strictestGateway: NonNullable<ManagedSettings['gateway']> = {
  origin: nowhere,
  sha256: Array.from({ length: 32 }, () => '00').join(':'),
  way: 'inspector',
}

/**
 * Parses the managed settings of an administrator. A field that this version does not know is ignored, since fleets are
 * mixed; a known one with an invalid value is as strict as possible, and so is all of an invalid file.
 */
export function parseManaged(bytes: Uint8Array): Managed {
  const text = textOf(bytes)
  if (text === null) return malformed('it is no text that can be read')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return malformed(`it is not JSON${placeOf(error)}`)
  }
  return judgeManaged(json)
}

/** The same for parsed settings. */
export function judgeManaged(json: unknown): Managed {
  const whole = managedSettings.safeParse(json)
  if (whole.success) return { settings: whole.data, problem: null }
  const { issues } = whole.error
  const detail = [...new Set(issues.flatMap(sentences))].join('; ')
  const isUnknown = issues.every(({ code }) => code === 'unrecognized_keys')
  return {
    settings: understood(json),
    problem: { why: isUnknown ? 'unknown' : 'malformed', detail },
  }
}

/** The settings with the strictest value in place of each invalid one. */
function understood(json: unknown): ManagedSettings {
  if (!isObject(json)) return strictest
  const value = structuredClone(json)
  // Each round fixes one field; there are not so many.
  for (let round = 0; round < 100; round++) {
    const parsed = managedSettings.safeParse(value)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    const [first, second] = issue?.path ?? []
    if (issue === undefined || first === 'version') return strictest
    const { gateway } = value
    if (issue.code === 'unrecognized_keys') {
      const parent = first === undefined ? value : value[first]
      for (const key of issue.keys) if (isObject(parent)) Reflect.deleteProperty(parent, key)
    } else if (first === 'gateway' && isObject(gateway) && second !== undefined) {
      gateway[second] = strictestGateway[second as keyof typeof strictestGateway]
    } else {
      value[first as PropertyKey] = strictest[first as keyof ManagedSettings]
    }
  }
  return strictest
}

const isObject = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const malformed = (detail: string): Managed => ({
  settings: strictest,
  problem: { why: 'malformed', detail },
})

/** The position only: the rest of the message quotes the file. */
function placeOf(error: unknown): string {
  const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(String(error)) ?? []
  return line === undefined ? '' : ` (line ${line}, column ${column})`
}

/** What a field must be, by its position in the file. */
const expectations: Record<string, string> = {
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
  privacyMode: 'must be true or false',
  keptNumbers: 'must be "none", "last-four", "whole" or "unchanged"',
  retentionDays: 'must be a whole number of days from 0 to 3650',
  historyFolder: 'must be the whole path of a folder',
  requestsPerSecond: 'must be a whole number from 1 to 250',
  requestsAtOnce: 'must be a whole number from 1 to 50',
  notes: 'must be true or false',
  noteTemplates:
    'must be a list of at most 20 texts of up to 1023 bytes, with no placeholders but {time} and {skill}',
  updateAddress: 'must be "https://host/folder/", without user and password',
  updateInstallation: 'must be "ask" or "on-quit"',
}

function sentences(issue: z.core.$ZodIssue): string[] {
  // Which of a list it is does not matter.
  const at = issue.path.filter((part) => typeof part === 'string').join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      // A name is shown only if it looks like one: something pasted in its place may be a secret.
      const name = /^[A-Za-z]\w{0,31}$/.test(key) ? ` "${at === '' ? '' : `${at}.`}${key}"` : ''
      return `there is a field${name} that Holdwatch does not know`
    })
  }
  return [
    at === ''
      ? 'it must be one JSON object'
      : `"${at}" ${expectations[at] ?? 'is not as it must be'}`,
  ]
}
