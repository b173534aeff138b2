import {
  type BrowserWindow,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
} from 'electron'
import type { Words } from '../text/words.ts'

type Clicked = Pick<ContextMenuParams, 'isEditable' | 'editFlags'>
type EditWords = Pick<Words, 'cut' | 'copy' | 'paste' | 'selectAll'>

/** Shows the text editing commands for a right click. */
export function offerContextMenu(window: BrowserWindow, words: () => EditWords): void {
  window.webContents.on('context-menu', (_event, clicked) => {
    const entries = contextEntries(clicked, words())
    if (entries.length > 0) Menu.buildFromTemplate(entries).popup({ window })
  })
}

/** None where there is neither a field nor a selection. */
export function contextEntries(
  { isEditable, editFlags }: Clicked,
  words: EditWords,
): MenuItemConstructorOptions[] {
  const { canCut, canCopy, canPaste, canSelectAll } = editFlags
  const copy = { role: 'copy', label: words.copy, enabled: canCopy } as const
  if (!isEditable) return canCopy ? [copy] : []
  return [
    { role: 'cut', label: words.cut, enabled: canCut },
    copy,
    { role: 'paste', label: words.paste, enabled: canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: words.selectAll, enabled: canSelectAll },
  ]
}
