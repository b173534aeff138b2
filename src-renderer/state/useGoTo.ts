import type { Route } from '../../src-shared/contract/index.ts'
import { useSaid } from './said.ts'
import { useSetup } from './setup.ts'
import { useSentences } from '../i18n/useSentences.ts'

/** Leads to a step of the set-up or to the board; where that fails, it is said. */
export const useGoTo = (): ((route: Route) => Promise<void>) => {
  const setup = useSetup()
  const said = useSaid()
  const { error } = useSentences()
  return async (route) => {
    const answer = await setup.goTo(route)
    if (!answer.ok) said.say(error(answer.error), 'failure')
  }
}
