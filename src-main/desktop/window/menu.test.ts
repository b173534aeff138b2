import type { EditFlags, MenuItemConstructorOptions } from 'electron'
import { expect, it } from 'vitest'
import { contextEntries } from './contextMenu.ts'
import { menuEntries } from './menu.ts'
import { wordsFor } from '../text/words.ts'

const words = wordsFor('en')
const flags = (can: Partial<EditFlags>): EditFlags => ({
  canUndo: false,
  canRedo: false,
  canCut: false,
  canCopy: false,
  canPaste: false,
  canDelete: false,
  canSelectAll: false,
  canEditRichly: false,
  ...can,
})
const rolesOf = (entries: MenuItemConstructorOptions[]): string[] =>
  entries.flatMap(({ role, submenu }) => [
    ...(role === undefined ? [] : [role]),
    ...(Array.isArray(submenu) ? rolesOf(submenu) : []),
  ])
const view = ['zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen']

it.each([
  ['win32', view],
  ['linux', view],
  ['darwin', ['appMenu', 'editMenu', ...view, 'windowMenu']],
])('the menu on %s has %j and nothing else', (platform, roles) => {
  expect([...new Set(rolesOf(menuEntries(platform, words)))]).toEqual(roles)
})

it.each([
  [
    'a field with a selection',
    true,
    { canCut: true, canCopy: true, canPaste: true, canSelectAll: true },
    ['cut', 'copy', 'paste', 'selectAll'],
  ],
  ['an empty field', true, { canPaste: true }, ['paste']],
  ['a text with a selection', false, { canCopy: true, canSelectAll: true }, ['copy']],
  ['anything else', false, { canSelectAll: true }, []],
])('the context menu of %s offers what can be done there', (_what, isEditable, can, offered) => {
  const entries = contextEntries({ isEditable, editFlags: flags(can) }, words)
  const enabled = entries.filter(({ role, enabled }) => role !== undefined && enabled === true)
  expect(enabled.map(({ role }) => role)).toEqual(offered)
  expect(entries.filter(({ role }) => role !== undefined)).toHaveLength(
    isEditable ? 4 : offered.length,
  )
})
