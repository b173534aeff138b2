import { useI18n } from 'vue-i18n'
import type { CertificateCheck, Diagnosis, Step } from '../../src-shared/contract/index.ts'
import { useSentences } from '../i18n/useSentences.ts'
import { date, hostOf } from '../i18n/date.ts'
import { useBoard } from '../state/board.ts'
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

  /** The finding and, where helpful, what to do; before a step ran, its subject. */
  const sentence = ({ name, finding }: Step): string => {
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
        const { what, todo, code } = reason(finding.reason, finding.retcode)
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

  const wayResult = ({ steps, isRunning, agents }: Diagnosis): string => {
    const at = steps.findIndex(({ state }) => state === (isRunning ? 'running' : 'failed'))
    const current = steps[at]
    if (current) {
      const step = t(`diagnostics.steps.name.${current.name}`)
      const kind = isRunning ? 'running' : 'failed'
      return t(`diagnostics.result.${kind}`, { n: at + 1, all: steps.length, step })
    }
    const skippedCount = steps.filter(({ state }) => state === 'skipped').length
    if (skippedCount > 0) return t('diagnostics.result.partly', { n: skippedCount }, skippedCount)
    return t(`diagnostics.result.${agents.unseen === 0 ? 'good' : 'stepsGood'}`)
  }
  /** The result of the checks, and the agents that they do not cover. */
  const result = (diagnosis: Diagnosis): string => {
    const { watched, unseen } = diagnosis.agents
    const way = wayResult(diagnosis)
    return unseen === 0 || diagnosis.isRunning
      ? way
      : join(way, t('diagnostics.result.unseen', { n: unseen, all: watched }, unseen))
  }

  return { sentence, time, result }
}
