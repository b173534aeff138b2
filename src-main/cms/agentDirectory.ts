import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { Answer } from '../gateway/transport.ts'
import type { AgentDirectoryAnswer } from '../monitor/reader.ts'
import { agentNamesOf, agentStatesOf } from './protocol.ts'
import { cmsRuleOf } from './resultCodes.ts'

/** Agents on one page, at most (gateway protocol §10.6). */
const pageSize = 1_000
/** Far more agents than a VDN has: a server that ignores the offset must not be read forever. */
const mostPages = 100
/** Names rarely change: they are queried again after so long, ms, and sooner after a failure. */
const namesForMs = 30 * 60_000
const namesAgainMs = 5 * 60_000

/** Sends a request for the VDN to the CC-CMS. */
type Send = (path: string, fields: Readonly<Record<string, unknown>>) => Promise<Answer>

/** All agents of the VDN with state and name. Not every right covers the names: they are empty without them. */
export class CmsAgentDirectory {
  readonly #now: () => number
  #names: ReadonlyMap<string, string> = new Map()
  #namesDueAt = -Infinity

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now
  }

  async read(send: Send): Promise<AgentDirectoryAnswer> {
    const states = new Map<string, RosterEntry['state']>()
    for (let page = 0; page < mostPages; page++) {
      const answer = await send('vdn/totalagentabstractex3', {
        limit: pageSize,
        offset: page * pageSize,
      })
      const refusal = refusalOf(answer)
      if (refusal !== null) return refusal
      const entries = answer.ok ? agentStatesOf(answer.reply.result) : null
      if (entries === null) return { ok: false, reason: 'bad-reply' }
      const before = states.size
      for (const [agentId, state] of entries) states.set(agentId, state)
      if (entries.size < pageSize || states.size === before) break
    }
    await this.#readNames(send)
    const agents = [...states].map(([agentId, state]) => ({
      agentId,
      name: this.#names.get(agentId) ?? '',
      // Groups have numbers here, and no names.
      group: '',
      state,
    }))
    return { ok: true, agents }
  }

  async #readNames(send: Send): Promise<void> {
    if (this.#now() < this.#namesDueAt) return
    const answer = await send('vdn/querytotalagentinfo', {})
    const names = answer.ok && refusalOf(answer) === null ? agentNamesOf(answer.reply.result) : null
    if (names !== null) this.#names = names
    this.#namesDueAt = this.#now() + (names === null ? namesAgainMs : namesForMs)
  }
}

function refusalOf(answer: Answer): Extract<AgentDirectoryAnswer, { ok: false }> | null {
  if (!answer.ok) return { ok: false, reason: answer.reason }
  const { retcode } = answer.reply
  const { action, reason } = cmsRuleOf(retcode)
  return action === 'ok' ? null : { ok: false, reason: reason ?? 'gateway-error', retcode }
}
