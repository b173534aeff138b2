import type { Fact, Finding, Step } from '../../src-shared/contract/index.ts'

/** What came of one step. */
export interface Verdict {
  state: Extract<Step['state'], 'good' | 'failed' | 'skipped'>
  finding: Finding
  /** When what is told happened, epoch ms; left out where it happened just now. */
  at?: number | null
  /** How long it took, where that is not the time from one step to the next. */
  ms?: number
}

type Params = Record<string, string | number>

const factOf = (fact: Fact, params: Params, retcode: string | null = null): Finding => ({
  kind: 'fact',
  fact,
  params,
  retcode,
})

export const good = (fact: Fact, params: Params = {}, retcode?: string | null): Verdict => ({
  state: 'good',
  finding: factOf(fact, params, retcode),
})

/** It could not be checked, for this reason. */
export const skipped = (fact: Fact, params: Params = {}): Verdict => ({
  state: 'skipped',
  finding: factOf(fact, params),
})

export const failed = (finding: Finding): Verdict => ({ state: 'failed', finding })
