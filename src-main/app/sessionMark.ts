import { z } from 'zod'
import { type JsonFile, openJsonFile } from '../settings/jsonFile.ts'

const sessionMark = z.object({
  version: z.literal(1),
  session: z
    .object({
      origin: z.string(),
      agentId: z.string(),
      /** Epoch ms at which the session was last known to be this app's. */
      aliveAt: z.number(),
    })
    .nullable(),
})
export type SessionMark = z.infer<typeof sessionMark>

/** The gateway signs out two minutes after the last poll (fact sheet §3.3): surely ours until then. */
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
  if (session === null || session.origin !== origin || session.agentId !== agentId) return false
  const age = wall - session.aliveAt
  return age >= 0 && age < outlivesMs
}
