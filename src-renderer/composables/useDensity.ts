import { computed, type ComputedRef } from 'vue'
import { usePreferences } from '../stores/preferences.ts'
import { useSaid } from '../stores/said.ts'
import { useSentences } from './useSentences.ts'

/** Whether this display shows the wallboard; main keeps it for each display. */
export const useDensity = (): { isWall: ComputedRef<boolean>; toggle: () => Promise<void> } => {
  const preferences = usePreferences()
  const said = useSaid()
  const { error } = useSentences()
  const isWall = computed(() => preferences.value('density') === 'wallboard')
  const toggle = async (): Promise<void> => {
    const answer = await preferences.set('density', isWall.value ? 'compact' : 'wallboard')
    if (!answer.ok) said.say(error(answer.error), 'failure')
  }
  return { isWall, toggle }
}
