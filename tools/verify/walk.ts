import type { Check } from './checks.ts'

export type Verdict = 'yes' | 'no' | 'not tried'

export interface CheckAnswer extends Check {
  verdict: Verdict
  /** What was observed instead, or why it was not tried; may be empty. */
  remark: string
}

/** Asks the user a question; null if the user has left. */
export type Ask = (question: string) => Promise<string | null>

const verdicts: Record<string, Verdict> = {
  y: 'yes',
  yes: 'yes',
  n: 'no',
  no: 'no',
  s: 'not tried',
  skip: 'not tried',
}

/** Goes through the list with the user. Items without a response count as not tried. */
export async function walk(checks: readonly Check[], ask: Ask): Promise<CheckAnswer[]> {
  const answers: CheckAnswer[] = []
  for (const [index, check] of checks.entries()) {
    const number = `${index + 1} of ${checks.length}`
    const verdict = await verdictOn(`\n${number}. ${check.todo}\n   ${check.expected}\n`, ask)
    const question = verdict === 'no' ? 'What did you see? ' : 'Why not? '
    const remark = verdict === 'yes' || verdict === null ? '' : ((await ask(question)) ?? '')
    answers.push({ ...check, verdict: verdict ?? 'not tried', remark: remark.trim() })
  }
  return answers
}

/** Asks until the answer is valid. */
async function verdictOn(text: string, ask: Ask): Promise<Verdict | null> {
  let question = `${text}   Is it so? (yes, no, skip) `
  for (;;) {
    const answer = await ask(question)
    if (answer === null) return null
    const verdict = verdicts[answer.trim().toLowerCase()]
    if (verdict !== undefined) return verdict
    question = '   Please answer yes, no or skip: '
  }
}
