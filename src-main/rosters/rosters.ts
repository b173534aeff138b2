import { z } from 'zod'
import { type SavedRoster, savedRoster } from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { JsonFile } from '../settings/jsonFile.ts'

/**
 * Rosters have a separate file: settings are written while the user types and moves the window, and losing one file
 * must not lose the other.
 */
export const rostersVersion = 1
export const rostersFile = z.object({
  version: z.literal(rostersVersion),
  /** An id identifies an agent only together with the gateway. */
  rosters: z.array(savedRoster.extend({ origin: z.string() })),
})
export type RostersFile = z.infer<typeof rostersFile>

export interface RosterGateway {
  origin: string
  simulated: boolean
}

const mostRosters = 50

/** Named lists of agents, separate for each gateway; those of a simulated one are never written to disk. */
export class Rosters {
  readonly #file: JsonFile<RostersFile>
  readonly #onSaveFailed: (error: unknown) => void
  #simulated: RostersFile['rosters'] = []

  constructor(file: JsonFile<RostersFile>, onSaveFailed: (error: unknown) => void) {
    this.#file = file
    this.#onSaveFailed = onSaveFailed
  }

  /** In order of creation. */
  of(gateway: RosterGateway): SavedRoster[] {
    return this.#all(gateway)
      .filter(({ origin }) => origin === gateway.origin)
      .map(({ name, agents }) => ({ name, agents }))
  }

  find(gateway: RosterGateway, name: string): SavedRoster {
    const match = this.of(gateway).find((roster) => roster.name === name)
    if (match === undefined) throw new RequestError({ code: 'roster-gone' })
    return match
  }

  /** All agents on any roster of this gateway. */
  members(gateway: RosterGateway): Set<string> {
    return new Set(this.of(gateway).flatMap(({ agents }) => agents.map(({ agentId }) => agentId)))
  }

  /** Adds a roster; with `before` it replaces the one with that name. */
  save(gateway: RosterGateway, before: string | null, roster: SavedRoster): void {
    if (roster.name === '') throw nameError('roster-name-empty')
    const others = this.of(gateway).filter(({ name }) => name !== before)
    if (others.some(({ name }) => nameKey(name) === nameKey(roster.name))) {
      throw nameError('roster-name-taken')
    }
    const entry = { ...roster, origin: gateway.origin }
    if (before !== null) {
      this.find(gateway, before)
      this.#change(gateway, before, [entry])
    } else if (others.length >= mostRosters) {
      throw new RequestError({ code: 'rosters-too-many', params: { n: mostRosters } })
    } else {
      this.#keep(gateway, [...this.#all(gateway), entry])
    }
  }

  /** Removing a missing roster is not an error. */
  remove(gateway: RosterGateway, name: string): void {
    this.#change(gateway, name, [])
  }

  #change(gateway: RosterGateway, name: string, instead: RostersFile['rosters']): void {
    const isTarget = (roster: RostersFile['rosters'][number]) =>
      roster.origin === gateway.origin && roster.name === name
    this.#keep(
      gateway,
      this.#all(gateway).flatMap((roster) => (isTarget(roster) ? instead : [roster])),
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

/** Names that differ only invisibly or in case are equal. */
const nameKey = (name: string) => name.normalize('NFKC').toLowerCase()

const nameError = (code: 'roster-name-empty' | 'roster-name-taken') =>
  new RequestError({ code, field: 'name' })
