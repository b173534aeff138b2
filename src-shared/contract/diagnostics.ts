import { z } from 'zod'
import { agentState, unknownReason, way } from './board.ts'
import { appError } from './errors.ts'
import { certificateCheck } from './setup.ts'

/** The checks between this computer and a held call, in their order. */
export const stepName = z.enum([
  'address',
  'tcp',
  'tls',
  'certificate',
  'sign-in',
  'inspector-right',
  'event-poll',
  'hold-query',
])
export type StepName = z.infer<typeof stepName>

/** `skipped`: could not be checked, and says why. `not-reached`: an earlier step failed. */
export const stepState = z.enum(['waiting', 'running', 'good', 'failed', 'skipped', 'not-reached'])
export type StepState = z.infer<typeof stepState>

/** What a step found, apart from failures that have sentences of their own. */
export const fact = z.enum([
  // address
  'resolved',
  'is-ip',
  'by-proxy',
  // tcp
  'connected',
  'proxy-connected',
  'proxy-unreachable',
  // tls
  'agreed',
  // sign-in
  'signed-in',
  'agents-read',
  'signing-in',
  'nobody-signed-in',
  'watch-paused',
  // inspector right
  'right-shown',
  'right-said',
  'right-not-told',
  'no-right-needed',
  // event poll
  'poll-answered',
  'poll-pending',
  'no-poll',
  // hold query
  'held',
  'none-held',
  'nobody-watched',
  // every step that goes through the session
  'needs-sign-in',
])
export type Fact = z.infer<typeof fact>

export const finding = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('fact'),
    fact: fact,
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    /** The gateway's code behind it; null where none was involved. */
    retcode: z.string().nullable(),
  }),
  z.object({ kind: z.literal('certificate'), check: certificateCheck }),
  /** What went wrong on the way to the gateway. */
  z.object({ kind: z.literal('error'), error: appError }),
  /** What the session is told, or not told, by the gateway. */
  z.object({
    kind: z.literal('trouble'),
    reason: unknownReason,
    retcode: z.string().nullable(),
    /** The agent that was asked about. */
    agentId: z.string().nullable(),
  }),
])
export type Finding = z.infer<typeof finding>

export const step = z.object({
  name: stepName,
  state: stepState,
  /** How long the check took; null where nothing was sent for it. */
  ms: z.number().nullable(),
  /** When what is reported happened, epoch ms; null where it happened in this run. */
  at: z.number().nullable(),
  finding: finding.nullable(),
})
export type Step = z.infer<typeof step>

/** What the gateway's answers cannot tell, however good every step is. */
export const blindSpot = z.enum([
  // inspector's way: "nothing held" may be said of an agent at another node of a cluster
  'other-node',
  // the list of agents comes from an interface that leaves some out
  'only-inspected',
  'only-signed-in',
  // per-agent way, with GUIDs given by an administrator
  'guid-node',
  'guid-auto-answer',
  // some calls were on hold already when they were first seen
  'hold-start',
])
export type BlindSpot = z.infer<typeof blindSpot>

/** One run of the checks. */
export const diagnosis = z.object({
  /** As it was typed, or the origin of the gateway in use. */
  address: z.string(),
  /** Epoch ms. */
  startedAt: z.number(),
  isRunning: z.boolean(),
  steps: z.array(step),
  /** Who is watched at this gateway, and of how many nothing current is known: a good way is not all. */
  agents: z.object({ watched: z.number(), unseen: z.number() }),
  /** Of the session that was found there. */
  blindSpots: z.array(blindSpot),
})
export type Diagnosis = z.infer<typeof diagnosis>

/** Figures of this moment; null where there is nothing to tell. */
export const liveFigures = z.object({
  /** What a run would be about; empty where nothing is set up. */
  address: z.string(),
  way: way.nullable(),
  /** Requests a second over the last ten seconds. */
  requestsPerSecond: z.number().nullable(),
  /** Of the last five minutes, event polls aside: they wait by design. */
  roundTrip: z.object({
    answers: z.number(),
    /** Requests without an answer that tells anything: none came, or not one of a gateway. */
    silences: z.number(),
    /** Half of the answers came within so many ms, … */
    p50Ms: z.number().nullable(),
    /** … and nineteen in twenty within these. */
    p95Ms: z.number().nullable(),
  }),
  /** How soon a hold is seen after it began. */
  sight: z.object({
    /** From the schedule's load, on average. */
    expectedMs: z.number().nullable(),
    /** From the last holds, between two queries each; null while none was timed. */
    measured: z.object({ holds: z.number(), meanMs: z.number(), mostMs: z.number() }).nullable(),
  }),
  /** Watched agents by what is known of them; states without an agent are left out. */
  agents: z.array(z.object({ state: agentState, count: z.number() })),
  /** Age of the session's GUID, which itself is told to nobody. */
  guidAgeMs: z.number().nullable(),
  uptimeMs: z.number(),
  /** How late timers of the main process ran in the last minute. */
  loopDelay: z.object({ medianMs: z.number(), worstMs: z.number() }).nullable(),
})
export type LiveFigures = z.infer<typeof liveFigures>

/** What a report for support would hold. */
export const reportPreview = z.object({
  /** Everything but the log. */
  head: z.string(),
  log: z.object({
    /** Names of the files, oldest first. */
    files: z.array(z.string()),
    lines: z.number(),
    /** The newest lines. */
    end: z.string(),
  }),
})
export type ReportPreview = z.infer<typeof reportPreview>
