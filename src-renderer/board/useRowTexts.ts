import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { HeldCall, Limits } from '../../src-shared/contract/index.ts'
import { clockMs } from '../i18n/duration.ts'
import { nextLevel } from '../../src-shared/levels.ts'
import { useAgo } from '../i18n/useAgo.ts'

/** The texts of the rows; shared, since there are hundreds of rows. */
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
    /** The next level and when it is reached; empty after the last. */
    next: ({ level }: HeldCall, limits: Limits): string => {
      const next = nextLevel(level, limits)
      if (next === null) return ''
      return t('held.row.next', { level: t(`held.levels.${next.level}`), time: clockMs(next.atMs) })
    },
    /** The minimum and maximum of a time; empty where the clock would show both alike. */
    bounds: (leastMs: number, doubtMs: number): string => {
      const least = clockMs(leastMs)
      if (doubtMs === Infinity) return t('held.bounds.atLeast', { least })
      const most = clockMs(leastMs + doubtMs)
      return most === least ? '' : t('held.bounds.between', { least, most })
    },
    /** The text before and after a part that updates itself. */
    around: (
      key: string,
      part: string,
      params: Record<string, string> = {},
    ): { before: string; after: string } => {
      const mark = '\n'
      const [before = '', after = ''] = t(key, { ...params, [part]: mark }).split(mark)
      return { before, after }
    },
  }
})
