import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { HeldCall, Limits } from '../../src-preload/contract/index.ts'
import { clockMs } from '../lib/duration.ts'
import { nextLevel } from '../lib/levels.ts'
import { useAgo } from './useAgo.ts'
import { useOnce } from './useOnce.ts'

/** The words of the rows, each put together once. */
export const useRowTexts = createSharedComposable(() => {
  const { t, te } = useI18n()
  const ago = useAgo()
  const once = useOnce()

  return {
    level: ({ level, halfway }: HeldCall, limits: Limits): string => {
      if (level === 'normal')
        return once(`${halfway}`, () => t(`levels.${halfway ? 'halfway' : level}`))
      const limit = clockMs(limits[`${level}Ms`])
      return once(`${level} ${limit}`, () => t(`levels.${level}`, { limit }))
    },
    /** Which level comes next, and when; empty after the last. */
    next: ({ level }: HeldCall, limits: Limits): string => {
      const next = nextLevel(level, limits)
      if (next === null) return ''
      const time = clockMs(next.atMs)
      return once(`next ${next.level} ${time}`, () =>
        t('held.row.next', { level: t(`held.levels.${next.level}`), time }),
      )
    },
    callType: ({ callFeature: type }: HeldCall): string =>
      once(`type ${type}`, () => {
        if (type === null) return t('callTypes.none')
        return te(`callTypes.${type}`) ? t(`callTypes.${type}`) : t('callTypes.other', { n: type })
      }),
    plain: (key: string): string => once(key, () => t(key)),
    /** A text that names the agent, such as a button's. */
    of: (key: string, agent: string): string => once(`${key} ${agent}`, () => t(key, { agent })),
    /** What stands before and after a part of a text that moves by itself. */
    around: (key: string, part: string): { before: string; after: string } => {
      const mark = '\n'
      const [before = '', after = ''] = once(key, () => t(key, { [part]: mark })).split(mark)
      return { before, after }
    },
    times: (n: number): string => once(`times ${n}`, () => t('board.table.again', { n })),
    ago: (seconds: number): string => once(`ago ${seconds}`, () => ago(seconds)),
  }
})
