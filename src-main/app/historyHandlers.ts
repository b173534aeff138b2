import { type Handlers, RequestFailed } from '../bridge/router.ts'
import { type History, HistoryFailed } from '../history/history.ts'
import { mask } from '../monitor/customer.ts'
import { mustReveal, type Preferences } from './preferences.ts'

/** Asks where to write a file; answers its path, null where nobody chose one. */
export type ChooseTarget = (suggested: string) => Promise<string | null>

/** What can be asked of past holds. */
export function createHistoryHandlers(
  history: History,
  preferences: Preferences,
  chooseTarget: ChooseTarget,
): Pick<Handlers, Extract<keyof Handlers, `history.${string}`>> {
  return {
    'history.get_page': async (input) => {
      const page = await told(history.page(input))
      if (!preferences.get('privacyMode')) return page
      const rows = page.rows.map((row) => ({ ...row, customer: mask(row.customer, 0) }))
      return { ...page, rows }
    },
    'history.get_facets': () => told(history.facets()),
    'history.get_charts': ({ filter }) => told(history.charts(filter)),
    'history.get_today': () => told(history.today()),
    'history.get_state': () => history.state,
    'history.reveal_number': async ({ id }) => {
      mustReveal(preferences)
      const number = await told(history.numberOf(id))
      if (number === '') throw new RequestFailed({ code: 'number-not-kept' })
      return { number }
    },
    'history.export': async ({ filter, numbers }) => {
      const allowed = () => {
        if (preferences.get('privacyMode')) return 'hidden'
        if (numbers === 'whole') mustReveal(preferences)
        return numbers
      }
      allowed()
      const path = await chooseTarget('held-calls.csv')
      // A dialog may stand open for long: what counts is what may be shown by then.
      return path === null ? null : told(history.export({ filter, numbers: allowed() }, path))
    },
    'history.cancel_export': async () => {
      await told(history.cancelExport())
      return null
    },
    'history.confirm_deletion': async () => {
      await history.confirmDeletion()
      return null
    },
    'history.delete_all': async () => {
      await told(history.deleteAll())
      return null
    },
  }
}

/** What the history cannot do is said as it is. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof HistoryFailed) throw new RequestFailed({ code: error.code })
    throw error
  }
}
