import type { Route } from '../../src-shared/contract/index.ts'
import { useAnnouncements } from './announcements.ts'
import { useSetup } from './setup.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** Goes to a step of the set-up or to the board; reports an error. */
export const useGoTo = (): ((route: Route) => Promise<void>) => {
  const setup = useSetup()
  const announcements = useAnnouncements()
  const { error } = useSentences()
  return async (route) => {
    const answer = await setup.goTo(route)
    if (!answer.ok) announcements.say(error(answer.error), 'failure')
  }
}
