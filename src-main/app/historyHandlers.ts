import { dirname } from 'node:path'
import type { FileDialogs } from '../ipc/fileDialogs.ts'
import { type Handlers } from '../bridge/router.ts'
import { RequestError } from '../base/requestError.ts'
import { type History, HistoryFailed } from '../history/history.ts'
import { mask } from '../monitor/customer.ts'
import { mustReveal, type Preferences } from './preferences.ts'

/** What can be asked of past holds. */
export function createHistoryHandlers(
  history: History,
  preferences: Preferences,
  files: Pick<FileDialogs, 'saveCsv' | 'openFolder'>,
  wall: () => number,
): Pick<Handlers, Extract<keyof Handlers, `history.${string}`>> {
  /** Of the last export. */
  let folder: string | null = null
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
      if (number === '') throw new RequestError({ code: 'number-not-kept' })
      return { number }
    },
    'history.export': async ({ filter, numbers }) => {
      const allowed = () => {
        if (preferences.get('privacyMode')) return 'hidden'
        if (numbers === 'whole') mustReveal(preferences)
        return numbers
      }
      allowed()
      const path = await files.saveCsv(`held-calls-${localDay(wall())}.csv`)
      if (path === null) return null
      // A dialog may stand open for long: what counts is what may be shown by then.
      const begun = await told(history.export({ filter, numbers: allowed() }, path))
      folder = dirname(path)
      return begun
    },
    'history.open_export_folder': async () =>
      folder === null ? null : { opened: await files.openFolder(folder), folder },
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

/** As `2026-11-29`. */
function localDay(at: number): string {
  const day = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** What the history cannot do is said as it is. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof HistoryFailed) throw new RequestError({ code: error.code })
    throw error
  }
}
