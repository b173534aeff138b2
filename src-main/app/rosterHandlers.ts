import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type {
  ErrorCode,
  FoundAgents,
  NamedAgent,
  RosterBook,
  WatchInput,
} from '../../src-preload/contract/index.ts'
import { type Handlers, RequestFailed } from '../bridge/router.ts'
import type { FileDialogs } from '../desktop/files.ts'
import { writeWhole } from '../settings/wholeFile.ts'
import type { RosterGateway, Rosters } from './rosters.ts'
import { decodeText, readCsv, readText, toCsv } from './rosterText.ts'

export interface RosterHandlerOptions {
  rosters: Rosters
  files: Pick<FileDialogs, 'openCsv' | 'saveCsv'>
  /** The gateway that is connected to; fails where there is none. */
  gateway: () => RosterGateway
  /** The ids of a list, each checked and once; fails at the first that cannot be watched. */
  checkedIds: (agents: WatchInput) => string[]
  /** Those of these agents with whom nothing is known to act. */
  withoutCredential: (agentIds: Iterable<string>) => string[]
  /** Nobody needs the credentials of agents who are neither watched nor on a roster. */
  forgetCredentials: () => Promise<void>
  /** Watches exactly these agents. */
  watchExactly: (agents: WatchInput) => Promise<void>
}

/** As many as can be watched at once (contract). */
const mostAgents = 2_000
const mostMegabytes = 2

/** What can be done with rosters. */
export function createRosterHandlers(
  options: RosterHandlerOptions,
): Pick<Handlers, Extract<keyof Handlers, `rosters.${string}`>> {
  const { rosters, files, gateway, checkedIds } = options
  const book = (): RosterBook => ({
    rosters: rosters.of(gateway()),
    withoutCredential: options.withoutCredential(rosters.members(gateway())),
  })
  return {
    'rosters.get': book,
    'rosters.save': async ({ before, name, agents }) => {
      const names = new Map(agents.map((agent) => [agent.agentId, agent.name]))
      const ids = checkedIds({ agents: notTooMany(agents) })
      if (ids.length === 0) throw new RequestFailed({ code: 'nothing-to-watch', field: 'agents' })
      const roster = { name, agents: ids.map((id) => ({ agentId: id, name: names.get(id) ?? '' })) }
      rosters.put(gateway(), before, roster)
      await options.forgetCredentials()
      return book()
    },
    'rosters.delete': async ({ name }) => {
      rosters.remove(gateway(), name)
      await options.forgetCredentials()
      return book()
    },
    'rosters.switch_to': async ({ name, agents: given }) => {
      const { agents } = rosters.find(gateway(), name)
      const credentials = new Map(given.map((one) => [one.agentId.trim(), one.credential]))
      await options.watchExactly({
        agents: agents.map(({ agentId }) => ({
          agentId,
          credential: credentials.get(agentId) ?? null,
        })),
      })
      return null
    },
    'rosters.read_text': ({ text }) => {
      const found = readText(text)
      notTooMany(found.agents)
      return found
    },
    'rosters.import_file': async () => {
      const path = await files.openCsv()
      if (path === null) return null
      const file = basename(path)
      return { ...agentsIn(decodeText(await bytesOf(path)), file), file }
    },
    'rosters.export_file': async ({ name }) => {
      const { agents } = rosters.find(gateway(), name)
      const path = await files.saveCsv(`${fileName(name)}.csv`)
      if (path === null) return null
      await writeWhole(path, toCsv(agents), { mode: 0o644 }).catch(because('file-not-written'))
      return { file: basename(path) }
    },
  }
}

/** The bytes of a file that may well be a list of agents. */
async function bytesOf(path: string): Promise<Uint8Array> {
  const about = await stat(path).catch(because('file-not-read'))
  if (!about.isFile()) throw new RequestFailed({ code: 'file-not-read' })
  if (about.size > mostMegabytes * 1024 * 1024) {
    throw new RequestFailed({ code: 'file-too-large', params: { mb: mostMegabytes } })
  }
  return readFile(path).catch(because('file-not-read'))
}

function agentsIn(text: string, file: string): FoundAgents {
  // Not text but a workbook or a picture, in which any digits may stand.
  const found = text.includes('\0') ? null : readCsv(text)
  if (found === null || found.agents.length === 0) {
    throw new RequestFailed({ code: 'file-without-ids', params: { file } })
  }
  notTooMany(found.agents)
  return found
}

function notTooMany(agents: NamedAgent[]): NamedAgent[] {
  if (agents.length <= mostAgents) return agents
  throw new RequestFailed({ code: 'roster-too-long', field: 'agents', params: { n: mostAgents } })
}

/** What no system takes in the name of a file becomes a dash. */
const fileName = (name: string) => name.replace(/[\\/:*?"<>|\p{Cc}]|^\.|\.$/gu, '-')

const because = (code: ErrorCode) => (error: unknown) => {
  throw Object.assign(new RequestFailed({ code }), { cause: error })
}
