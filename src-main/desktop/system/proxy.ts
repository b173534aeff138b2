import { session } from 'electron'
import { readWays, type Ways } from '../../trust/proxies.ts'

/** The system's proxies for an https URL. */
export async function systemProxy(url: string): Promise<Ways> {
  return readWays(await session.defaultSession.resolveProxy(url))
}
