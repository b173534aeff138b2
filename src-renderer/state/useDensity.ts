import { createSharedComposable } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import type { Density } from '../../src-shared/contract/index.ts'
import { usePreferences } from './preferences.ts'
import { useSaid } from './said.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** How tall this display's rows are, and whether it shows the wallboard; main keeps it for each. */
export const useDensity = createSharedComposable(() => {
  const preferences = usePreferences()
  const said = useSaid()
  const { error } = useSentences()
  const density = computed((): Density => preferences.value('density') ?? 'comfortable')
  const isWall = computed(() => density.value === 'wallboard')
  /** What the wallboard is left for. */
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
    if (!answer.ok) said.say(error(answer.error), 'failure')
  }
  return { density, isWall, toggle }
})
