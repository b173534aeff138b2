import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PreferenceValues } from '../../../src-shared/contract/index.ts'
import type { ExportOrder } from '../../history/storeApi.ts'
import type { PastFilter } from '../../history/filter.ts'
import type { History } from '../../history/history.ts'
import { createHistoryHandlers } from './history.ts'
import type { Preferences } from '../../settings/preferences.ts'

const filter = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }

/** Handlers over a history with one past hold, number 7; `meanwhile` runs while the dialog is open. */
function handlers(values: Partial<PreferenceValues> = {}, meanwhile: () => void = () => {}) {
  const exported: ExportOrder['numbers'][] = []
  const searches: PastFilter[] = []
  const nothing = { total: 0, rows: [] }
  const history = {
    page: (input: { filter: PastFilter }) => {
      searches.push(input.filter)
      return Promise.resolve(nothing)
    },
    charts: (asked: PastFilter) => {
      searches.push(asked)
      return Promise.resolve(nothing)
    },
    numberOf: (id: number) => Promise.resolve(id === 7 ? '02155501234' : ''),
    export: ({ filter: asked, numbers }: ExportOrder) => {
      searches.push(asked)
      exported.push(numbers)
      return Promise.resolve({ state: 'running', file: 'held-calls.csv', done: 0, total: 1 })
    },
  } as unknown as History
  const all: Partial<PreferenceValues> = { privacyMode: false, revealNumbers: true, ...values }
  const preferences = {
    get: (key: keyof PreferenceValues) => all[key],
  } as unknown as Preferences
  const suggested: string[] = []
  const files = {
    saveCsv: (name: string) => {
      suggested.push(name)
      meanwhile()
      return Promise.resolve(join('exports', name))
    },
    openFolder: (path: string) => Promise.resolve(path === 'exports'),
  }
  const wall = () => new Date(2026, 0, 9, 23, 59).getTime()
  return {
    ...createHistoryHandlers(history, preferences, files, wall),
    exported,
    searches,
    suggested,
    all,
  }
}

describe('the number of a past hold', () => {
  it('is returned where it is stored and may be shown', async () => {
    const one = handlers()
    expect(await one['history.reveal_number']({ id: 7 })).toEqual({ number: '02155501234' })
    await expect(one['history.reveal_number']({ id: 8 })).rejects.toMatchObject({
      appError: { code: 'number-not-kept' },
    })
  })

  it.each([{ privacyMode: true }, { revealNumbers: false }])(
    'is not told with %j',
    async (values) => {
      await expect(handlers(values)['history.reveal_number']({ id: 7 })).rejects.toMatchObject({
        appError: { code: 'setting-locked' },
      })
    },
  )
})

describe('a search', () => {
  const search = async (values: Partial<PreferenceValues>) => {
    const one = handlers(values)
    const sort = { by: 'started', descending: true } as const
    await one['history.get_page']({ filter, sort, offset: 0, limit: 1 })
    await one['history.get_charts']({ filter })
    await one['history.export']({ filter, numbers: 'masked' })
    return one.searches.map(({ readsNumbers }) => readsNumbers)
  }

  it('includes full numbers only where they may be shown', async () => {
    expect(await search({})).toEqual([true, true, true])
    expect(await search({ privacyMode: true })).toEqual([false, false, false])
    expect(await search({ revealNumbers: false })).toEqual([false, false, false])
  })
})

describe('an export', () => {
  it('is named by its day, and its folder can be opened afterwards', async () => {
    const one = handlers()
    expect(await one['history.open_export_folder'](null)).toBeNull()
    await one['history.export']({ filter, numbers: 'masked' })
    expect(one.suggested).toEqual(['held-calls-2026-01-09.csv'])
    expect(await one['history.open_export_folder'](null)).toEqual({
      opened: true,
      folder: 'exports',
    })
  })

  it('contains the numbers in the requested form', async () => {
    const one = handlers()
    await one['history.export']({ filter, numbers: 'masked' })
    await one['history.export']({ filter, numbers: 'whole' })
    expect(one.exported).toEqual(['masked', 'whole'])
  })

  it('contains no digits in privacy mode, whatever was requested', async () => {
    const one = handlers({ privacyMode: true })
    await one['history.export']({ filter, numbers: 'masked' })
    await one['history.export']({ filter, numbers: 'whole' })
    expect(one.exported).toEqual(['hidden', 'hidden'])
  })

  it('contains no full numbers where none may be shown', async () => {
    const one = handlers({ revealNumbers: false })
    await expect(one['history.export']({ filter, numbers: 'whole' })).rejects.toMatchObject({
      appError: { code: 'setting-locked' },
    })
    await one['history.export']({ filter, numbers: 'masked' })
    expect(one.exported).toEqual(['masked'])
  })

  it('contains what may be shown at the moment a file was chosen', async () => {
    const one = handlers({}, () => (one.all.privacyMode = true))
    await one['history.export']({ filter, numbers: 'whole' })
    expect(one.exported).toEqual(['hidden'])
    const other = handlers({}, () => (other.all.revealNumbers = false))
    const refused = other['history.export']({ filter, numbers: 'whole' })
    await expect(refused).rejects.toMatchObject({ appError: { code: 'setting-locked' } })
    expect(other.exported).toEqual([])
  })
})
