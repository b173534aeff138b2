import { basename } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import type { Words } from './words.ts'

/** The system's dialogs for files; both answer null where none was chosen. */
export interface FileDialogs {
  /** A CSV file, or another with text in it, to be read. */
  openCsv(): Promise<string | null>
  /** Where to write; the system itself asks before something is overwritten. */
  saveCsv(suggestedName: string): Promise<string | null>
}

const csv = ['csv']
const texts = ['csv', 'txt', 'tsv']

/** Dialogs that belong to the window, in the language of the window. */
export function systemFiles(
  window: () => BrowserWindow | null,
  words: () => Pick<Words, 'openCsv' | 'saveCsv' | 'csvFiles'>,
): FileDialogs {
  /** Modal to the window, unless that is gone meanwhile. */
  const onWindow = <T, R>(
    show: { (window: BrowserWindow, options: T): R; (options: T): R },
    options: T,
  ): R => {
    const owner = window()
    return owner === null ? show(options) : show(owner, options)
  }
  return {
    async openCsv() {
      const { openCsv: title, csvFiles: name } = words()
      const { canceled, filePaths } = await onWindow(dialog.showOpenDialog, {
        title,
        properties: ['openFile'],
        filters: [{ name, extensions: texts }],
      })
      return canceled ? null : (filePaths[0] ?? null)
    },
    async saveCsv(suggestedName) {
      const { saveCsv: title, csvFiles: name } = words()
      const { canceled, filePath } = await onWindow(dialog.showSaveDialog, {
        title,
        defaultPath: basename(suggestedName),
        filters: [{ name, extensions: csv }],
      })
      return canceled || filePath === '' ? null : filePath
    },
  }
}
