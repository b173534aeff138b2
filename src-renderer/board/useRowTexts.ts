import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { HeldCall, Limits } from '../../src-shared/contract/index.ts'
import { clockMs } from '../i18n/duration.ts'
import { nextLevel } from '../../src-shared/levels.ts'
import { useAgo } from '../i18n/useAgo.ts'

/** The words of the rows; shared, for there are hundreds of them. */
export const useRowTexts = createSharedComposable(() => {
  const { t } = useI18n()
  const ago = useAgo()

  return {
    t,
    ago,
    level: ({ level, halfway }: HeldCall, limits: Limits): string =>
      level === 'normal'
        ? t(`levels.${halfway ? 'halfway' : level}`)
        : t(`levels.${level}`, { limit: clockMs(limits[`${level}Ms`]) }),
    /** Which level comes next, and when; empty after the last. */
    next: ({ level }: HeldCall, limits: Limits): string => {
      const next = nextLevel(level, limits)
      if (next === null) return ''
      return t('held.row.next', { level: t(`held.levels.${next.level}`), time: clockMs(next.atMs) })
    },
    /** The least and the most that a time can be; empty where the clock would show both alike. */
    bounds: (leastMs: number, doubtMs: number): string => {
      const least = clockMs(leastMs)
      if (doubtMs === Infinity) return t('held.bounds.atLeast', { least })
      const most = clockMs(leastMs + doubtMs)
      return most === least ? '' : t('held.bounds.between', { least, most })
    },
    /** What stands before and after a part of a text that moves by itself. */
    around: (key: string, part: string): { before: string; after: string } => {
      const mark = '\n'
      const [before = '', after = ''] = t(key, { [part]: mark }).split(mark)
      return { before, after }
    },
  }
})
