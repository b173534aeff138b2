import { z } from 'zod'
import { type SavedRoster, savedRoster } from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { JsonFile } from '../settings/jsonFile.ts'

/**
 * Rosters lie in a file of their own: settings are written while one types and moves the window,
 * and neither file is to be lost with the other.
 */
export const rostersVersion = 1
export const rostersFile = z.object({
  version: z.literal(rostersVersion),
  /** An id says who it is only together with its gateway. */
  rosters: z.array(savedRoster.extend({ origin: z.string() })),
})
export type RostersFile = z.infer<typeof rostersFile>

export interface RosterGateway {
  origin: string
  simulated: boolean
}

const mostRosters = 50

/** Named lists of agents, for each gateway its own; those of a simulated one never reach the disk. */
export class Rosters {
  readonly #file: JsonFile<RostersFile>
  readonly #onSaveFailed: (error: unknown) => void
  #simulated: RostersFile['rosters'] = []

  constructor(file: JsonFile<RostersFile>, onSaveFailed: (error: unknown) => void) {
    this.#file = file
    this.#onSaveFailed = onSaveFailed
  }

  /** In the order in which they were made. */
  of(gateway: RosterGateway): SavedRoster[] {
    return this.#all(gateway)
      .filter(({ origin }) => origin === gateway.origin)
      .map(({ name, agents }) => ({ name, agents }))
  }

  find(gateway: RosterGateway, name: string): SavedRoster {
    const found = this.of(gateway).find((roster) => roster.name === name)
    if (found === undefined) throw new RequestError({ code: 'roster-gone' })
    return found
  }

  /** Everybody on some roster of this gateway. */
  members(gateway: RosterGateway): Set<string> {
    return new Set(this.of(gateway).flatMap(({ agents }) => agents.map(({ agentId }) => agentId)))
  }

  /** Adds a roster; with `before` it takes the place of the one that has this name so far. */
  put(gateway: RosterGateway, before: string | null, roster: SavedRoster): void {
    if (roster.name === '') throw refused('roster-name-empty')
    const others = this.of(gateway).filter(({ name }) => name !== before)
    if (others.some(({ name }) => folded(name) === folded(roster.name))) {
      throw refused('roster-name-taken')
    }
    const kept = { ...roster, origin: gateway.origin }
    if (before !== null) {
      this.find(gateway, before)
      this.#change(gateway, before, [kept])
    } else if (others.length >= mostRosters) {
      throw new RequestError({ code: 'rosters-too-many', params: { n: mostRosters } })
    } else {
      this.#keep(gateway, [...this.#all(gateway), kept])
    }
  }

  /** One that is gone already is no failure. */
  remove(gateway: RosterGateway, name: string): void {
    this.#change(gateway, name, [])
  }

  #change(gateway: RosterGateway, name: string, instead: RostersFile['rosters']): void {
    const isMeant = (one: RostersFile['rosters'][number]) =>
      one.origin === gateway.origin && one.name === name
    this.#keep(
      gateway,
      this.#all(gateway).flatMap((one) => (isMeant(one) ? instead : [one])),
    )
  }

  #all({ simulated }: RosterGateway): RostersFile['rosters'] {
    return simulated ? this.#simulated : (this.#file.value?.rosters ?? [])
  }

  #keep({ simulated }: RosterGateway, rosters: RostersFile['rosters']): void {
    if (simulated) this.#simulated = rosters
    else this.#file.save({ version: rostersVersion, rosters }).catch(this.#onSaveFailed)
  }
}

/** Names that only differ in what one does not see or hear are the same name. */
const folded = (name: string) => name.normalize('NFKC').toLowerCase()

const refused = (code: 'roster-name-empty' | 'roster-name-taken') =>
  new RequestError({ code, field: 'name' })
