import type { CheckAnswer, Verdict } from './walk.ts'

/** The result of the specs; null if they did not run to the end. */
export type SpecResult = { passed: number; failed: number } | null

export interface Verification {
  /** Such as `Windows 10.0.26100 x64`. */
  system: string
  electron: string
  /** The commit of the sources, followed by `-dirty` if they were changed. */
  commit: string
  /** Epoch ms. */
  at: number
  specs: SpecResult
  answers: readonly CheckAnswer[]
}

const escaped = (text: string) => text.replaceAll('|', String.raw`\|`)

/** Whether everything that was tried is correct. */
export const isGood = ({ specs, answers }: Verification): boolean =>
  specs !== null &&
  specs.failed === 0 &&
  specs.passed > 0 &&
  answers.every(({ verdict }) => verdict !== 'no')

/** The report as Markdown, which the README can cite. */
export function reportOf(verification: Verification): string {
  const { system, electron, commit, at, specs, answers } = verification
  const count = (kind: Verdict) => answers.filter(({ verdict }) => verdict === kind).length
  const rows = answers.map(
    ({ todo, expected, verdict, remark }) =>
      `| ${[todo, expected, verdict, remark].map(escaped).join(' | ')} |`,
  )
  return [
    `# Verified on ${system}`,
    '',
    `${new Date(at).toISOString().slice(0, 10)}, Electron ${electron}, commit ${commit}.`,
    '',
    `- End-to-end specs in Electron: ${specs === null ? 'did not run to their end' : `${specs.passed} passed, ${specs.failed} failed`}.`,
    `- Seen by a person: ${count('yes')} as expected, ${count('no')} not, ${count('not tried')} not tried.`,
    '',
    '| what was done | what was expected | so | remark |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
