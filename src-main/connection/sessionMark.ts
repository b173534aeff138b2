import { z } from 'zod'
import { type JsonFile, openJsonFile } from '../settings/jsonFile.ts'

const marked = z.object({
  origin: z.string(),
  agentIds: z.array(z.string()),
  /** Epoch ms at which these sessions were last known to be this app's. */
  aliveAt: z.number(),
  /** The app signed out, and the gateway did not accept it. */
  isLeft: z.boolean(),
})
/** The format of the first versions, which only had the inspector's session. */
const markedAlone = z
  .object({ origin: z.string(), agentId: z.string(), aliveAt: z.number() })
  .transform(({ agentId, ...rest }) => ({ ...rest, agentIds: [agentId], isLeft: false }))

/** The format of versions that had one gateway. */
const markedGateway = z
  .object({ version: z.literal(1), session: z.union([marked, markedAlone]).nullable() })
  .transform(({ version, session }) => ({ version, sessions: session === null ? [] : [session] }))

const sessionMark = z.union([
  z.object({ version: z.literal(1), sessions: z.array(marked) }),
  markedGateway,
])
/** The sessions of this app, by gateway: one entry for each origin. */
export type SessionMark = z.infer<typeof sessionMark>

/**
 * The gateway signs out two minutes after the last poll (gateway protocol §3.3): until then the session is certainly
 * ours.
 */
const outlivesMs = 110_000

export function openSessionMark(path: string): Promise<JsonFile<SessionMark>> {
  return openJsonFile(path, sessionMark, 1)
}

/**
 * Whether "already signed in" can only mean the session that this app left at the gateway when it was ended without
 * signing out. Taking that over does not affect anybody else.
 */
export function isOwnSession(
  mark: SessionMark | null,
  origin: string,
  agentId: string,
  wall: number,
): boolean {
  const session = mark?.sessions.find((one) => one.origin === origin)
  if (session === undefined) return false
  const age = wall - session.aliveAt
  return session.agentIds.includes(agentId) && age >= 0 && age < outlivesMs
}
