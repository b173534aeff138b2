import { dirname } from 'node:path'
import type { HistoryFilter } from '../../../src-shared/contract/index.ts'
import { RequestError } from '../../base/requestError.ts'
import { type Handlers } from '../router.ts'
import type { PastFilter } from '../../history/filter.ts'
import type { FileDialogs } from '../fileDialogs.ts'
import { type History, HistoryFailed } from '../../history/history.ts'
import { mask } from '../../monitor/customer.ts'
import { mayReveal, mustReveal, type Preferences } from '../../settings/preferences.ts'

/** The requests about past holds. */
export function createHistoryHandlers(
  history: History,
  preferences: Preferences,
  files: Pick<FileDialogs, 'saveCsv' | 'openFolder'>,
  wall: () => number,
): Pick<Handlers, Extract<keyof Handlers, `history.${string}`>> {
  /** Of the last export. */
  let folder: string | null = null
  /** A user who may not see a full number must not find out with a search whether it called either. */
  const allowed = (filter: HistoryFilter): PastFilter => ({
    ...filter,
    readsNumbers: mayReveal(preferences),
  })
  return {
    'history.get_page': async (input) => {
      const page = await asRequestError(history.page({ ...input, filter: allowed(input.filter) }))
      if (!preferences.get('privacyMode')) return page
      const rows = page.rows.map((row) => ({ ...row, customer: mask(row.customer, 0) }))
      return { ...page, rows }
    },
    'history.get_facets': () => asRequestError(history.facets()),
    'history.get_charts': ({ filter }) => asRequestError(history.charts(allowed(filter))),
    'history.get_today': () => asRequestError(history.today()),
    'history.get_state': () => history.state,
    'history.reveal_number': async ({ id }) => {
      mustReveal(preferences)
      const number = await asRequestError(history.numberOf(id))
      if (number === '') throw new RequestError({ code: 'number-not-kept' })
      return { number }
    },
    'history.export': async ({ filter, numbers }) => {
      const numberForm = () => {
        if (preferences.get('privacyMode')) return 'hidden'
        if (numbers === 'whole') mustReveal(preferences)
        return numbers
      }
      numberForm()
      const path = await files.saveCsv(`held-calls-${localDay(wall())}.csv`)
      if (path === null) return null
      // A dialog may be open for long: the permission at that moment counts.
      const state = await asRequestError(
        history.export({ filter: allowed(filter), numbers: numberForm() }, path),
      )
      folder = dirname(path)
      return state
    },
    'history.open_export_folder': async () =>
      folder === null ? null : { opened: await files.openFolder(folder), folder },
    'history.cancel_export': async () => {
      await asRequestError(history.cancelExport())
      return null
    },
    'history.confirm_deletion': async () => {
      await history.confirmDeletion()
      return null
    },
    'history.delete_all': async () => {
      await asRequestError(history.deleteAll())
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

/** Errors of the history are passed on unchanged. */
async function asRequestError<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof HistoryFailed) throw new RequestError({ code: error.code })
    throw error
  }
}
