import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  type ErrorCode,
  type FileChoice,
  type FilePreview,
  type NamedAgent,
  type RosterBook,
  type WatchInput,
} from '../../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../../src-shared/typedText.ts'
import { type Handlers } from '../router.ts'
import { mostAgents } from '../../../src-shared/mostAgents.ts'
import { RequestError } from '../../base/requestError.ts'
import type { FileDialogs } from '../fileDialogs.ts'
import { readRosterFile, readRosterText } from '../../rosters/readRoster.ts'
import { toCsv } from '../../rosters/writeRoster.ts'
import { writeWhole } from '../../settings/wholeFile.ts'
import { notWritten } from '../notWritten.ts'
import type { RosterGateway, Rosters } from '../../rosters/rosters.ts'

export interface RosterHandlerOptions {
  rosters: Rosters
  files: Pick<FileDialogs, 'openCsv' | 'saveCsv'>
  /** The connected gateway; fails where there is none. */
  gateway: () => RosterGateway
  /** The ids of a list, each checked and once; fails at the first that cannot be watched. */
  checkedIds: (agents: WatchInput) => string[]
  /** The agents among these without a credential. */
  withoutCredential: (agentIds: Iterable<string>) => string[]
  /** Removes the credentials of agents who are neither watched nor on a roster. */
  forgetCredentials: () => Promise<void>
  /** Watches exactly these agents. */
  watchExactly: (agents: WatchInput) => Promise<void>
}

const mostMegabytes = 2
/** Parsing a file of this size takes a few tenths of a second. */
const mostLines = 10_000

/** The requests about rosters. */
export function createRosterHandlers(
  options: RosterHandlerOptions,
): Pick<Handlers, Extract<keyof Handlers, `rosters.${string}`>> {
  const { rosters, files, gateway, checkedIds } = options
  const book = (): RosterBook => ({
    rosters: rosters.of(gateway()),
    withoutCredential: options.withoutCredential(rosters.members(gateway())),
  })
  /** The last chosen file: the page may have it parsed again, but no other. */
  let openName: string | null = null
  return {
    'rosters.get': book,
    'rosters.save': async ({ before, name, agents }) => {
      const names = new Map(agents.map((agent) => [normalizeTyped(agent.agentId), agent.name]))
      const ids = checkedIds({ agents: notTooMany(agents) })
      if (ids.length === 0) throw new RequestError({ code: 'nothing-to-watch', field: 'agents' })
      const roster = { name, agents: ids.map((id) => ({ agentId: id, name: names.get(id) ?? '' })) }
      rosters.save(gateway(), before, roster)
      await options.forgetCredentials()
      return book()
    },
    'rosters.delete': async ({ name }) => {
      rosters.remove(gateway(), name)
      await options.forgetCredentials()
      return book()
    },
    'rosters.switch_to': async ({ name, agents: credentialList }) => {
      const { agents } = rosters.find(gateway(), name)
      const credentials = new Map(
        credentialList.map((one) => [normalizeTyped(one.agentId), one.credential]),
      )
      await options.watchExactly({
        agents: agents.map(({ agentId }) => ({
          agentId,
          credential: credentials.get(agentId) ?? null,
        })),
      })
      return null
    },
    'rosters.read_text': ({ text }) => {
      const preview = readRosterText(text)
      notTooMany(preview.agents)
      return preview
    },
    'rosters.open_file': async () => {
      const path = await files.openCsv()
      if (path === null) return null
      const preview = await readFileAs(path, {})
      openName = path
      return preview
    },
    'rosters.read_file': (choice) => {
      if (openName === null) throw new RequestError({ code: 'file-not-read' })
      return readFileAs(openName, choice)
    },
    'rosters.export_file': async ({ name }) => {
      const { agents } = rosters.find(gateway(), name)
      const path = await files.saveCsv(`${fileName(name)}.csv`)
      if (path === null) return null
      await writeWhole(path, toCsv(agents), { mode: 0o644 }).catch((error: unknown) => {
        throw notWritten(path, error)
      })
      return { file: basename(path) }
    },
  }
}

/** The bytes of a file, unless it is too large for a list of agents. */
async function bytesOf(path: string): Promise<Uint8Array> {
  const about = await stat(path).catch(because('file-not-read'))
  if (!about.isFile()) throw new RequestError({ code: 'file-not-read' })
  if (about.size > mostMegabytes * 1024 * 1024) throw tooLarge()
  const bytes = await readFile(path).catch(because('file-not-read'))
  if (lineEnds(bytes) > mostLines) throw tooLarge()
  return bytes
}

const tooLarge = () =>
  new RequestError({ code: 'file-too-large', params: { mb: mostMegabytes, lines: mostLines } })

/** The number of line ends, whichever kind the file has. */
function lineEnds(bytes: Uint8Array): number {
  let [newLines, returns] = [0, 0]
  for (const byte of bytes) {
    if (byte === 0x0a) newLines += 1
    if (byte === 0x0d) returns += 1
  }
  return Math.max(newLines, returns)
}

/** The result of parsing a file as a list of agents. */
async function readFileAs(path: string, choice: FileChoice): Promise<FilePreview> {
  const file = basename(path)
  const preview = readRosterFile(await bytesOf(path), choice)
  if (preview === null) throw new RequestError({ code: 'file-without-ids', params: { file } })
  notTooMany(preview.agents)
  return { file, ...preview }
}

function notTooMany(agents: NamedAgent[]): NamedAgent[] {
  if (agents.length <= mostAgents) return agents
  throw new RequestError({ code: 'roster-too-long', field: 'agents', params: { n: mostAgents } })
}

/** Characters that are not valid in every system's file names become a dash. */
const fileName = (name: string) => name.replace(/[\\/:*?"<>|\p{Cc}]|^\.|\.$/gu, '-')

const because = (code: ErrorCode) => (error: unknown) => {
  throw Object.assign(new RequestError({ code }), { cause: error })
}
