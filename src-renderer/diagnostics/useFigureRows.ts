import { useI18n } from 'vue-i18n'
import type { LiveFigures } from '../../src-shared/contract/index.ts'
import { paceCounts } from '../../src-shared/queryPace.ts'
import { useFormat } from '../i18n/useFormat.ts'
import { useBoardSources } from '../state/boardSources.ts'
import { useDetectionText } from '../state/useDetectionText.ts'
import { useDurations } from './useDurations.ts'

export interface FigureRow {
  label: string
  /** Parts shown side by side. */
  values: string[]
  /** The small print below, line by line. */
  hints: string[]
}

/** The figures as text, for the page and for the summary. */
export const useFigureRows = () => {
  const { t } = useI18n()
  const { clock, number } = useFormat()
  const { short } = useDurations()
  const { advice } = useDetectionText()
  const sources = useBoardSources()
  const dash = t('diagnostics.figures.dash')
  const orDash = (ms: number | null): string => (ms === null ? dash : short(ms))
  /** Measured values come first; expected ones are marked as such. */
  const sightOf = ({ expectedMs, measured }: LiveFigures['sight']): Omit<FigureRow, 'label'> => {
    const time = expectedMs === null ? null : short(expectedMs)
    if (measured === null) {
      return {
        values: [time === null ? dash : t('diagnostics.figures.about', { time })],
        hints: [
          ...(time === null ? [] : [t('diagnostics.figures.expected')]),
          t('diagnostics.figures.notMeasured'),
        ],
      }
    }
    const { holds, meanMs, mostMs } = measured
    return {
      values: [
        t('diagnostics.figures.mean', { time: short(meanMs) }),
        t('diagnostics.figures.most', { time: short(mostMs) }),
      ],
      hints: [
        t('diagnostics.figures.measured', { n: holds }, holds),
        ...(time === null ? [] : [t('diagnostics.figures.expectedTime', { time })]),
      ],
    }
  }
  /** What a higher rate would change. */
  const withAdvice = (row: FigureRow, { agents }: LiveFigures): FigureRow => {
    if (agents.length === 0) return row
    const states = agents.flatMap(({ state, count }) => Array<typeof state>(count).fill(state))
    return {
      ...row,
      hints: [...row.hints, advice(paceCounts(states), sources.hasCms)].filter(Boolean),
    }
  }
  return (figures: LiveFigures): FigureRow[] => {
    const { roundTrip, sight, agents, guidAgeMs, loopDelay, requestsPerSecond } = figures
    const { answers, silences } = roundTrip
    const states = agents.map(({ state, count }) =>
      t('diagnostics.figures.agentCount', { state: t(`agentStates.${state}`), n: number(count) }),
    )
    return [
      withAdvice({ label: t('diagnostics.figures.sight'), ...sightOf(sight) }, figures),
      {
        label: t('diagnostics.figures.perSecond'),
        values: [
          requestsPerSecond === null ? dash : number(Math.round(requestsPerSecond * 10) / 10),
        ],
        hints: [t('diagnostics.figures.perSecondHint')],
      },
      {
        label: t('diagnostics.figures.roundTrip'),
        values: [
          answers === 0
            ? dash
            : t('diagnostics.figures.roundTripValue', {
                p50: orDash(roundTrip.p50Ms),
                p95: orDash(roundTrip.p95Ms),
              }),
        ],
        hints: [
          t('diagnostics.figures.roundTripHint', { n: number(answers) }, answers),
          ...(answers + silences === 0
            ? []
            : [t('diagnostics.figures.silences', { n: number(silences) }, silences)]),
        ],
      },
      {
        label: t('diagnostics.figures.agents'),
        values: states.length > 0 ? states : [t('diagnostics.figures.agentsNone')],
        hints: [],
      },
      // A CC-CMS has no sessions.
      ...(figures.way === 'cms'
        ? []
        : [
            {
              label: t('diagnostics.figures.guid'),
              values: [guidAgeMs === null ? dash : clock(guidAgeMs)],
              hints: [t('diagnostics.figures.guidHint')],
            },
          ]),
      {
        label: t('diagnostics.figures.uptime'),
        values: [clock(figures.uptimeMs)],
        hints: [],
      },
      {
        label: t('diagnostics.figures.loop'),
        values: loopDelay
          ? [short(loopDelay.medianMs), short(loopDelay.worstMs)]
          : [t('diagnostics.figures.notMeasured')],
        hints: [t('diagnostics.figures.loopHint')],
      },
    ]
  }
}
