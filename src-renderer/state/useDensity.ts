import { createSharedComposable } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import type { Density } from '../../src-shared/contract/index.ts'
import { usePreferences } from './preferences.ts'
import { useAnnouncements } from './announcements.ts'
import { useSentences } from '../i18n/useSentences.ts'

/**
 * The row height of this display, and whether it shows the wall layout; stored by the main process for each display.
 */
export const useDensity = createSharedComposable(() => {
  const preferences = usePreferences()
  const announcements = useAnnouncements()
  const { error } = useSentences()
  const density = computed((): Density => preferences.value('density') ?? 'comfortable')
  const isWall = computed(() => density.value === 'wallboard')
  /** The density to return to from the wall layout. */
  const onDesk = ref<Density>('comfortable')
  watch(
    density,
    (now) => {
      if (now !== 'wallboard') onDesk.value = now
    },
    { immediate: true },
  )
  const toggle = async (): Promise<void> => {
    const answer = await preferences.set('density', isWall.value ? onDesk.value : 'wallboard')
    if (!answer.ok) announcements.say(error(answer.error), 'failure')
  }
  return { density, isWall, toggle }
})
