import { basename } from 'node:path'
import { type BrowserWindow, dialog, shell } from 'electron'
import type { FileDialogs } from '../../ipc/fileDialogs.ts'
import type { Words } from '../text/words.ts'

const texts = ['csv', 'txt', 'tsv']

/** Dialogs of the window, in the window's language. */
export function systemFiles(
  window: () => BrowserWindow | null,
  words: () => Pick<Words, 'openCsv' | 'saveCsv' | 'csvFiles' | 'saveText' | 'textFiles'>,
): FileDialogs {
  /** Modal to the window, unless that was closed meanwhile. */
  const onWindow = <T, R>(
    show: { (window: BrowserWindow, options: T): R; (options: T): R },
    options: T,
  ): R => {
    const owner = window()
    return owner === null ? show(options) : show(owner, options)
  }
  const save = async (title: string, suggestedName: string, name: string, extensions: string[]) => {
    const { canceled, filePath } = await onWindow(dialog.showSaveDialog, {
      title,
      defaultPath: basename(suggestedName),
      // Linux asks only if told to.
      properties: ['showOverwriteConfirmation'],
      filters: [{ name, extensions }],
    })
    return canceled || filePath === '' ? null : filePath
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
    saveCsv(suggestedName) {
      const { saveCsv, csvFiles } = words()
      return save(saveCsv, suggestedName, csvFiles, ['csv'])
    },
    saveText(suggestedName) {
      const { saveText, textFiles } = words()
      return save(saveText, suggestedName, textFiles, ['txt'])
    },
    async openFolder(path) {
      // It returns an error message, or an empty string.
      return (await shell.openPath(path)) === ''
    },
  }
}
