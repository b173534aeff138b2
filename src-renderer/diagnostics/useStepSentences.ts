import { useI18n } from 'vue-i18n'
import type {
  CertificateCheck,
  Diagnosis,
  SourceCheck,
  Step,
  Way,
} from '../../src-shared/contract/index.ts'
import { useSentences } from '../i18n/useSentences.ts'
import { date, hostOf } from '../i18n/date.ts'
import { useBoard } from '../state/board.ts'
import { sourceName } from '../state/boardSources.ts'
import { useFormat } from '../i18n/useFormat.ts'
import { useDurations } from './useDurations.ts'

/** Converts the findings of the checks to sentences. */
export const useStepSentences = () => {
  const { t, locale } = useI18n()
  const { reason, error, join } = useSentences()
  const { timeOfDay } = useFormat()
  const { short } = useDurations()
  const board = useBoard()

  const certificate = ({ verdict, reasons, facts, origin }: CertificateCheck): string => {
    const named = facts.names.length > 0 ? facts.names : [facts.subject]
    const params = {
      issuer: facts.issuer || t('common.unknown'),
      names: named.map((name) => `“${name}”`).join(t('common.comma')),
      host: hostOf(origin).replace(/:\d+$/, ''),
      from: date(facts.validFrom, locale.value),
      until: date(facts.validTo, locale.value),
    }
    const isGood = verdict === 'verified' || verdict === 'pinned'
    const why = isGood ? [] : reasons.map((each) => t(`certificateReasons.${each}`, params))
    return join(t(`diagnostics.certificate.${verdict}`, params), ...why)
  }

  /**
   * The finding and, where helpful, what to do; before a step ran, its subject.
   * @param way how the source is read: much is otherwise with a CC-CMS
   */
  const sentence = ({ name, finding }: Step, way: Way): string => {
    if (finding === null) return t(`diagnostics.steps.about.${name}`)
    switch (finding.kind) {
      case 'fact': {
        const { fact, retcode } = finding
        const { agentId } = finding.params
        const params = {
          ...finding.params,
          ...(agentId !== undefined && { agentId: board.labelOf(String(agentId)) }),
        }
        const sentence = t(`diagnostics.facts.${fact}`, params, Number(finding.params['n'] ?? 1))
        return retcode === null ? sentence : join(sentence, t('common.code', { code: retcode }))
      }
      case 'certificate':
        return certificate(finding.check)
      case 'error': {
        const sentence = finding.error.params?.['reason']
        const tls = sentence === undefined ? [] : [t('diagnostics.tlsReason', { reason: sentence })]
        return join(error(finding.error), ...tls)
      }
      case 'trouble': {
        const { what, todo, code } = reason(finding.reason, finding.retcode, way)
        const { agentId } = finding
        const sentence = join(what, todo, code)
        return agentId === null
          ? sentence
          : t('common.about', { about: board.labelOf(agentId), sentence: sentence })
      }
    }
  }

  /** Its duration, or when it happened. */
  const time = ({ name, ms, at }: Step): string => {
    if (at === null) return ms === null ? '' : short(ms)
    return t(`diagnostics.steps.${name === 'sign-in' ? 'since' : 'last'}`, { time: timeOfDay(at) })
  }

  /** The steps as a sentence; empty before the first. */
  const stepsResult = ({ steps, agents }: SourceCheck): string => {
    if (steps.every(({ state }) => state === 'waiting')) return ''
    const isCurrent = ({ state }: Step) => state === 'running' || state === 'failed'
    const at = steps.findIndex(isCurrent)
    const current = steps[at]
    if (current) {
      const step = t(`diagnostics.steps.name.${current.name}`)
      const kind = current.state === 'running' ? 'running' : 'failed'
      return t(`diagnostics.result.${kind}`, { n: at + 1, all: steps.length, step })
    }
    const skippedCount = steps.filter(({ state }) => state === 'skipped').length
    if (skippedCount > 0) return t('diagnostics.result.partly', { n: skippedCount }, skippedCount)
    return t(`diagnostics.result.${agents.unseen === 0 ? 'good' : 'stepsGood'}`)
  }
  /** The result of one source, and the agents that its checks do not cover. */
  const sourceResult = (source: SourceCheck): string => {
    if (source.isPaused) return t('diagnostics.result.paused')
    const { watched, unseen } = source.agents
    return unseen === 0 || isRunning(source)
      ? stepsResult(source)
      : join(
          stepsResult(source),
          t('diagnostics.result.unseen', { n: unseen, all: watched }, unseen),
        )
  }
  const names = (sources: readonly SourceCheck[]): string =>
    sources
      .map(({ name, address }) => sourceName({ name, origin: address }))
      .join(t('common.comma'))
  /** The result of all sources together. */
  const result = ({ sources }: Diagnosis): string => {
    const [first] = sources
    if (first && sources.length === 1) return sourceResult(first)
    const runningSource = sources.find(isRunning)
    if (runningSource) {
      return t('common.about', {
        about: names([runningSource]),
        sentence: stepsResult(runningSource),
      })
    }
    const failedSources = sources.filter(({ steps }) =>
      steps.some(({ state }) => state === 'failed'),
    )
    const pausedSources = sources.filter(({ isPaused }) => isPaused)
    const isWhole = sources.every((source) => toneOf(source) === 'good')
    const all = sources.length
    return join(
      failedSources.length > 0
        ? t('diagnostics.result.failedSources', {
            n: failedSources.length,
            all,
            list: names(failedSources),
          })
        : pausedSources.length < all
          ? t(`diagnostics.result.${isWhole ? 'good' : 'partlySources'}`)
          : '',
      pausedSources.length > 0
        ? t('diagnostics.result.pausedSources', { list: names(pausedSources) })
        : '',
    )
  }

  return { sentence, time, result, sourceResult }
}

const isRunning = ({ steps }: SourceCheck) => steps.some(({ state }) => state === 'running')

export type Tone = '' | 'good' | 'warn' | 'bad'

/** How good the result of one source is; empty while there is none. */
export const toneOf = ({ steps, isPaused, agents }: SourceCheck): Tone => {
  const has = (...states: Step['state'][]) => steps.some(({ state }) => states.includes(state))
  if (has('waiting', 'running')) return ''
  if (has('failed')) return 'bad'
  return isPaused || has('skipped') || agents.unseen > 0 ? 'warn' : 'good'
}

/** The result of all together is that of the worst. */
export const worstTone = (sources: readonly SourceCheck[]): Tone => {
  const tones = sources.map(toneOf)
  return (['', 'bad', 'warn'] as const).find((tone) => tones.includes(tone)) ?? 'good'
}
