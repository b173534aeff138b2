import { z } from 'zod'
import { type JsonFile, openJsonFile } from '../settings/jsonFile.ts'

const marked = z.object({
  origin: z.string(),
  agentIds: z.array(z.string()),
  /** Epoch ms at which these sessions were last known to be this app's. */
  aliveAt: z.number(),
  /** The app signed out, and the gateway did not take it. */
  isLeft: z.boolean(),
})
/** As the first versions wrote it, who knew the inspector's session alone. */
const markedAlone = z
  .object({ origin: z.string(), agentId: z.string(), aliveAt: z.number() })
  .transform(({ agentId, ...rest }) => ({ ...rest, agentIds: [agentId], isLeft: false }))

const sessionMark = z.object({
  version: z.literal(1),
  session: z.union([marked, markedAlone]).nullable(),
})
export type SessionMark = z.infer<typeof sessionMark>

/** The gateway signs out two minutes after the last poll (gateway protocol §3.3): surely ours until then. */
const outlivesMs = 110_000

export function openSessionMark(path: string): Promise<JsonFile<SessionMark>> {
  return openJsonFile(path, sessionMark, 1)
}

/**
 * Whether "already signed in" can only mean the session that this app had to leave behind when it
 * was ended without signing out. Then taking it over displaces nobody.
 */
export function isOwnSession(
  mark: SessionMark | null,
  origin: string,
  agentId: string,
  wall: number,
): boolean {
  const session = mark?.session ?? null
  if (session === null || session.origin !== origin) return false
  const age = wall - session.aliveAt
  return session.agentIds.includes(agentId) && age >= 0 && age < outlivesMs
}
