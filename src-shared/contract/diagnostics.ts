import { z } from 'zod'
import { stepNames } from '../checkSteps.ts'
import { agentState, unknownReason, way } from './board.ts'
import { appError } from './errors.ts'
import { certificateCheck } from './setup.ts'

export const stepName = z.enum(stepNames)
export type StepName = z.infer<typeof stepName>

/** `skipped`: could not be checked, with the reason. `not-reached`: an earlier step failed. */
export const stepState = z.enum(['waiting', 'running', 'good', 'failed', 'skipped', 'not-reached'])
export type StepState = z.infer<typeof stepState>

/** The finding of a step, apart from failures that have messages of their own. */
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
  'no-agent-here',
  // every step that uses the session
  'needs-sign-in',
  // signature
  'key-accepted',
  'key-unchecked',
  'no-key',
  // call query
  'agents-answered',
  // agents listed
  'all-listed',
  'some-missing',
  'none-listed',
  // every step that uses the key
  'needs-key',
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
  /** The failure of the connection to the gateway. */
  z.object({ kind: z.literal('error'), error: appError }),
  /** The failure that the gateway reported, or did not report, to the session. */
  z.object({
    kind: z.literal('trouble'),
    reason: unknownReason,
    retcode: z.string().nullable(),
    /** The queried agent. */
    agentId: z.string().nullable(),
  }),
])
export type Finding = z.infer<typeof finding>

export const step = z.object({
  name: stepName,
  state: stepState,
  /** How long the check took; null where nothing was sent for it. */
  ms: z.number().nullable(),
  /** When the reported event occurred, epoch ms; null where it occurred in this run. */
  at: z.number().nullable(),
  finding: finding.nullable(),
})
export type Step = z.infer<typeof step>

/** What the gateway's responses cannot show, even if every step is good. */
export const blindSpot = z.enum([
  // inspector's way: "nothing held" may be reported for an agent at another node of a cluster
  'other-node',
  // the list of agents comes from an interface that omits some
  'only-inspected',
  'only-signed-in',
  // per-agent way, with GUIDs provided by an administrator
  'guid-node',
  'guid-auto-answer',
  // some calls were already on hold when first observed
  'hold-start',
])
export type BlindSpot = z.infer<typeof blindSpot>

/** What a run examines. */
export const checkSubject = z.object({
  /** The origin of the source, or the address entered in the set-up. */
  address: z.string(),
  /** The name that the supervisor has given the source; empty where none. */
  name: z.string(),
  way: way,
  /** The supervisor has paused the source: it is not examined. */
  isPaused: z.boolean(),
})
export type CheckSubject = z.infer<typeof checkSubject>

/** The checks of one source. */
export const sourceCheck = checkSubject.extend({
  /** None where the source is paused. */
  steps: z.array(step),
  /** The agents watched at this source, and how many of them are not current: a good connection is not everything. */
  agents: z.object({ watched: z.number(), unseen: z.number() }),
  /** Of the examined session. */
  blindSpots: z.array(blindSpot),
})
export type SourceCheck = z.infer<typeof sourceCheck>

/** One run of the checks. */
export const diagnosis = z.object({
  /** Epoch ms. */
  startedAt: z.number(),
  isRunning: z.boolean(),
  /** One after another, in this order. */
  sources: z.array(sourceCheck),
})
export type Diagnosis = z.infer<typeof diagnosis>

/** Current figures; null where there are none. */
export const liveFigures = z.object({
  /** The subjects of the next run; none where nothing is set up. */
  subjects: z.array(checkSubject),
  way: way.nullable(),
  /** Requests a second over the last ten seconds. */
  requestsPerSecond: z.number().nullable(),
  /** Of the last five minutes, except event polls: they wait by design. */
  roundTrip: z.object({
    answers: z.number(),
    /** Requests without a usable response: none at all, or not one of a gateway. */
    silences: z.number(),
    /** Half of the responses arrived within this many ms, … */
    p50Ms: z.number().nullable(),
    /** … and nineteen in twenty within this many. */
    p95Ms: z.number().nullable(),
  }),
  /** How soon a hold is observed after it began. */
  sight: z.object({
    /** By the schedule's load, on average. */
    expectedMs: z.number().nullable(),
    /** By the last holds, each between two queries; null while there is none. */
    measured: z.object({ holds: z.number(), meanMs: z.number(), mostMs: z.number() }).nullable(),
  }),
  /** Watched agents by state; states without an agent are omitted. */
  agents: z.array(z.object({ state: agentState, count: z.number() })),
  /** Age of the session's GUID; the GUID itself is never shown. */
  guidAgeMs: z.number().nullable(),
  uptimeMs: z.number(),
  /** How late timers of the main process ran in the last minute. */
  loopDelay: z.object({ medianMs: z.number(), worstMs: z.number() }).nullable(),
})
export type LiveFigures = z.infer<typeof liveFigures>

/** The content of a report for support. */
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
