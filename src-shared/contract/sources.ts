import { z } from 'zod'
import { unknownReason, watchState, way } from './board.ts'
import { signInInput } from './setup.ts'

/** The call center at a CC-CMS, and the key that reads it (gateway protocol §10). The secret key is never part of it. */
export const cmsCenter = z.object({
  accessKey: z.string(),
  /** The call center's id, 1–65535. */
  ccId: z.number(),
  /** The VDN's id, 1–5000. */
  vdn: z.number(),
})
export type CmsCenter = z.infer<typeof cmsCenter>

/** An inspector's account at a gateway. */
export const sourceAccount = z.object({
  agentId: z.string(),
  /** As entered at its last sign-in; empty where none was. */
  phone: z.string(),
  withoutLicence: z.boolean(),
  state: z.enum(['signing-in', 'signed-in', 'signed-out', 'interrupted', 'stopped']),
  reason: unknownReason.nullable(),
  retcode: z.string().nullable(),
  /** The node of the cluster that its session is on; null where that is not known. */
  node: z.string().nullable(),
  /** How many of the watched agents are known to be visible to it. */
  visibleAgents: z.number(),
})
export type SourceAccount = z.infer<typeof sourceAccount>

/** A gateway or a CC-CMS from which held calls are read. */
export const sourceView = z.object({
  /** Scheme, host and port; each source has its own. */
  origin: z.string(),
  /** The name that the supervisor has given it; empty where none. */
  name: z.string(),
  way: way,
  /** The one of the set-up, which the others are added to. */
  isFirst: z.boolean(),
  /** The supervisor has paused it. */
  isPaused: z.boolean(),
  /** Null while nothing is watched. */
  watch: watchState.nullable(),
  /** How many watched agents are read from it now. */
  agents: z.number(),
  /** The mean delay until it shows a hold, ms; null while nothing is watched. */
  expectedMs: z.number().nullable(),
  /** With the inspector's way: every account, signed in or not; first the one that the source was added with. */
  accounts: z.array(sourceAccount),
  /** With a CC-CMS. */
  center: cmsCenter.nullable(),
  /** The nodes of its cluster on which sessions are. */
  nodes: z.array(z.string()),
  /** The watched agents that no session of it can see; they are on other nodes, or not there at all. */
  elsewhere: z.array(z.string()),
})
export type SourceView = z.infer<typeof sourceView>

export const sourcesView = z.object({
  sources: z.array(sourceView),
  /** False where an administrator has set the only gateway. */
  canAdd: z.boolean(),
  /** Whether the system can protect a stored password; if not it is kept for the session only. */
  canRemember: z.boolean(),
})
export type SourcesView = z.infer<typeof sourcesView>

/** Input for a CC-CMS; each number as it was typed. */
export const cmsInput = z.object({
  accessKey: z.string().max(200),
  secretKey: z.string().max(1000),
  ccId: z.string().max(200),
  vdn: z.string().max(200),
  remember: z.boolean(),
})
export type CmsInput = z.infer<typeof cmsInput>

/** The origin is one whose certificate was checked just before, and is trusted. */
export const newGateway = z.object({ origin: z.string(), account: signInInput })
export const newCms = z.object({ origin: z.string(), cms: cmsInput })
