import { z } from 'zod'
import { mostAgents } from '../mostAgents.ts'
import { unknownReason, way } from './board.ts'

/** Why a certificate does not verify for this gateway. */
export const certificateReason = z.enum([
  'self-signed',
  'unknown-issuer',
  'expired',
  'not-yet-valid',
  'other-name',
  'revoked',
  'key-usage', // it only allows a key exchange without forward secrecy
  'invalid',
])
export type CertificateReason = z.infer<typeof certificateReason>

export const certificateFacts = z.object({
  /** SHA-256 of the DER form: 32 upper-case hex pairs joined by colons. */
  sha256: z.string(),
  subject: z.string(),
  issuer: z.string(),
  /** Names and addresses it was issued for. */
  names: z.array(z.string()),
  /** Epoch ms. */
  validFrom: z.number(),
  /** Epoch ms. */
  validTo: z.number(),
})
export type CertificateFacts = z.infer<typeof certificateFacts>

/** `pinned` and `verified` may be used; the other two require an explicit decision. */
export const certificateCheck = z.object({
  origin: z.string(),
  verdict: z.enum(['verified', 'pinned', 'untrusted', 'changed']),
  reasons: z.array(certificateReason),
  facts: certificateFacts,
  /** For `changed`: the certificates trusted so far. Empty otherwise. */
  before: z.array(certificateFacts),
})
export type CertificateCheck = z.infer<typeof certificateCheck>

export const trustedGateway = z.object({
  origin: z.string(),
  facts: certificateFacts,
  reasons: z.array(certificateReason),
  /** Epoch ms. */
  trustedAt: z.number(),
})
export type TrustedGateway = z.infer<typeof trustedGateway>

const text = z.string().max(20_000)

/** The input so far. Passwords and GUIDs are never part of it. */
export const setupDraft = z.object({
  address: text,
  way: way,
  /** Per-agent way: GUIDs provided by an administrator, or the app signs in as each agent. */
  credential: z.enum(['guid', 'password']),
  inspectorId: text,
  phone: text,
  withoutLicence: z.boolean(),
  /** With a CC-CMS. */
  accessKey: text,
  ccId: text,
  vdn: text,
  agents: text,
})
export type SetupDraft = z.infer<typeof setupDraft>

export const route = z.enum(['welcome', 'address', 'certificate', 'sign-in', 'watch', 'board'])
export type Route = z.infer<typeof route>

/** The supervisor's progress in the set-up, and the main process's data for it. */
export const setupView = z.object({
  route: route,
  draft: setupDraft,
  simulated: z.boolean(),
  /** For a simulated gateway: the credentials, shown openly because they are not secret. */
  simulatedPassword: z.string().nullable(),
  /** The checked origin, null before. */
  origin: z.string().nullable(),
  /** The certificate last seen there, for the certificate step. */
  certificate: certificateCheck.nullable(),
  /** Ids that are watched already. */
  watched: z.array(z.string()),
  /** Ids with a stored password or GUID for this gateway. */
  withCredential: z.array(z.string()),
  /** Whether the system can protect a stored password; if not it is kept for the session only. */
  canRemember: z.boolean(),
  /** Whether there is a board to go back to. */
  isWatching: z.boolean(),
  /** The settings made by an administrator. */
  locked: z.object({
    address: z.boolean(),
    way: z.boolean(),
    /** The only certificate that may be trusted; null where the supervisor decides. */
    sha256: z.string().nullable(),
  }),
})
export type SetupView = z.infer<typeof setupView>

export const signInInput = z.object({
  agentId: z.string().max(200),
  password: z.string().max(1000),
  phone: z.string().max(200),
  withoutLicence: z.boolean(),
  /** Takes the session over from the other client (the gateway's forcelogin). */
  force: z.boolean(),
  remember: z.boolean(),
})
export type SignInInput = z.infer<typeof signInInput>

export const signedIn = z.object({
  /** Whether the gateway confirms the inspector right; null where it does not say. */
  inspector: z.boolean().nullable(),
  mustChangePassword: z.boolean(),
  /** Days until the password expires; null where it never does or that is not known. */
  passwordDaysLeft: z.number().nullable(),
})
export type SignedIn = z.infer<typeof signedIn>

/** An agent as the gateway lists it. */
export const rosterEntry = z.object({
  agentId: z.string(),
  name: z.string(),
  group: z.string(),
  state: z.enum(['unknown', 'signed-out', 'busy', 'idle', 'wrap-up', 'talking', 'rest']),
})
export type RosterEntry = z.infer<typeof rosterEntry>

/** `list`: the agents; otherwise the reason why this gateway returns none. */
export const roster = z.object({
  agents: z.array(rosterEntry),
  problem: z.object({ reason: unknownReason, retcode: z.string().nullable() }).nullable(),
})
export type Roster = z.infer<typeof roster>

/** Digits that may be one id with a thousands separator, or two numbers: only the user knows. */
export const groupedNumber = z.object({
  text: z.string(),
  /** The id, if it is one number. */
  id: z.string(),
})
export type GroupedNumber = z.infer<typeof groupedNumber>

/** A parsed list: every rejected piece is listed. */
export const parsedList = z.object({
  ids: z.array(z.string()),
  duplicates: z.array(z.string()),
  /** Above 59999: accepted by gateways of 2025, rejected by older ones. */
  newRange: z.array(z.string()),
  /** Not accepted until the user has decided. */
  grouped: z.array(groupedNumber),
  /** Pieces that are not an agent id: not a number, or outside 101–999999. */
  rejected: z.array(z.object({ text: z.string(), why: z.enum(['not-a-number', 'out-of-range']) })),
})
export type ParsedList = z.infer<typeof parsedList>

/** Per-agent way: the app's credential for this agent. */
export const agentCredential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('guid'), guid: z.string().max(500) }),
  z.object({
    kind: z.literal('password'),
    password: z.string().max(1000),
    phone: z.string().max(200),
  }),
])
export type AgentCredential = z.infer<typeof agentCredential>

export const watchInput = z.object({
  agents: z
    .array(
      z.object({ agentId: z.string().max(200), credential: agentCredential.nullable().optional() }),
    )
    .max(mostAgents),
})
export type WatchInput = z.infer<typeof watchInput>

/** A notice from the main process, for example that a settings file was quarantined. */
export const notice = z.object({
  id: z.string(),
  code: z.enum([
    'settings-corrupt',
    'settings-newer',
    'trust-corrupt',
    'trust-newer',
    'history-corrupt',
    'history-newer',
    'history-late',
    'history-unlogged',
    'holds-lost',
    'deletion-waits-clock',
    'deletion-waits-settings',
    'rosters-corrupt',
    'rosters-newer',
    'managed-malformed',
    'managed-unreadable',
    'managed-unknown',
    'policies-unreadable',
    'key-ring-locked',
    'cannot-save',
    'note-received',
    'note-without-text',
    'fields-left-out',
    'older-replaced',
    'fault',
    'provision-refused',
    'left-signed-in',
    'malformed-calls',
    'notifications-refused',
    'update-ready',
    'update-refused',
  ]),
  params: z.record(z.string(), z.string()),
})
export type Notice = z.infer<typeof notice>
