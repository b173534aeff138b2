import { illegalParameter } from '../cms/resultCodes.ts'
import { rejectedSignature } from '../cms/settleForm.ts'
import type { Observation } from '../monitor/observation.ts'
import { isUsable, type RunningSession, stateTrouble } from './session.ts'
import { failed, good, skipped, type StepResult, troubleOf } from './verdict.ts'

/** An answer may lack hundreds of agents: only the first ones are named. */
const mostNamed = 10

/** The steps that use the key of a CC-CMS: the state of the watch, and one query about all agents. */
export class KeyCheck {
  readonly #session: RunningSession | null
  #query: Promise<ReadonlyMap<string, Observation>> | null = null

  /** @param session null where none is watched at the examined address */
  constructor(session: RunningSession | null) {
    this.#session = session
  }

  /** Another try would be needless where it is accepted, and could lock the key pair where it is not. */
  signature(): StepResult {
    const session = this.#session
    if (session === null) return skipped('no-key')
    const { state, clockDifferenceMs } = session
    if (state.kind === 'signing-in') return skipped('key-unchecked')
    if (state.kind === 'signed-in') return good('key-accepted')
    const trouble = stateTrouble(state)
    if (trouble === null) return skipped('no-key')
    if (trouble.reason === 'wrong-signature') {
      return failed({ kind: 'error', error: rejectedSignature(clockDifferenceMs) })
    }
    // Only a request whose signature was accepted is answered with a code.
    return trouble.retcode === undefined ? troubleOf(trouble) : good('key-accepted')
  }

  /** Whether the key has the right to query calls, and the query is answered. */
  async callQuery(): Promise<StepResult> {
    const session = this.#session
    if (session === null) return skipped('needs-key')
    const trouble = stateTrouble(session.state)
    if (trouble !== null) return troubleOf(trouble)
    if (!isUsable(session)) return skipped('needs-key')
    if (session.agents.length === 0) return skipped('nobody-watched')
    const observations = [...(await this.#observations(session))]
    const answers = observations.filter(([, { kind }]) => kind !== 'unknown')
    const failure = observations.find(([, one]) => one.kind === 'unknown' && !isMissing(one))
    if (answers.length === 0 && failure?.[1].kind === 'unknown') return troubleOf(failure[1])
    const n = answers.reduce(
      (sum, [, one]) => sum + (one.kind === 'holding' ? one.calls.length : 0),
      0,
    )
    return good('agents-answered', { agents: answers.length, n })
  }

  /** An agent who is missing from the answer is unknown, whatever the others do. */
  async agentsListed(): Promise<StepResult> {
    const session = this.#session
    if (session === null || !isUsable(session)) return skipped('needs-key')
    const all = session.agents.length
    if (all === 0) return skipped('nobody-watched')
    const observations = await this.#observations(session)
    const missingAgents = session.agents.filter(({ agentId }) =>
      isMissing(observations.get(agentId)),
    )
    if (missingAgents.length === 0) return good('all-listed', { n: all })
    if (missingAgents.length === all) return { ...good('none-listed', { n: all }), state: 'failed' }
    const firstIds = missingAgents.slice(0, mostNamed).map(({ agentId }) => agentId)
    const agents = [...firstIds, ...(missingAgents.length > mostNamed ? ['…'] : [])].join(', ')
    return good('some-missing', { n: missingAgents.length, all, agents })
  }

  #observations(session: RunningSession): Promise<ReadonlyMap<string, Observation>> {
    return (this.#query ??= session.observe(session.agents.map(({ agentId }) => agentId)))
  }
}

/** The CC-CMS has answered, but not about this agent: it left the agent out, or does not accept the id. */
const isMissing = (observation: Observation | undefined): boolean =>
  observation === undefined ||
  (observation.kind === 'unknown' &&
    (observation.reason === 'not-listed' || observation.retcode === illegalParameter))
