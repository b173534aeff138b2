import type { Fact, Finding, Step, UnknownReason } from '../../src-shared/contract/index.ts'

/** The result of one step. */
export interface StepResult {
  state: Extract<Step['state'], 'good' | 'failed' | 'skipped'>
  finding: Finding
  /** When the reported event occurred, epoch ms; omitted if it occurred just now. */
  at?: number | null
  /** How long it took, if that is not the time from one step to the next. */
  ms?: number
}

type Params = Record<string, string | number>

const factOf = (fact: Fact, params: Params, retcode: string | null = null): Finding => ({
  kind: 'fact',
  fact,
  params,
  retcode,
})

export const good = (fact: Fact, params: Params = {}, retcode?: string | null): StepResult => ({
  state: 'good',
  finding: factOf(fact, params, retcode),
})

/** It could not be checked, for this reason. */
export const skipped = (fact: Fact, params: Params = {}): StepResult => ({
  state: 'skipped',
  finding: factOf(fact, params),
})

export const failed = (finding: Finding): StepResult => ({ state: 'failed', finding })

/** @param agentId the agent that it is about; null where it is about the source */
export const troubleOf = (
  { reason, retcode }: { reason: UnknownReason; retcode?: string | null },
  agentId: string | null = null,
): StepResult => failed({ kind: 'trouble', reason, retcode: retcode ?? null, agentId })
