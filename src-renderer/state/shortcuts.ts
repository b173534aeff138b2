/** The scope of a key: every view, the board as a whole, or its current row. */
export type ShortcutPlace = 'everywhere' | 'board' | 'row'

/** Every key, as in `KeyboardEvent.key` without Caps Lock. An id may have several. */
export const shortcuts = [
  { key: '?', id: 'shortcuts', where: 'everywhere' },
  { key: 'Escape', id: 'back', where: 'everywhere' },
  { key: 'b', id: 'board', where: 'everywhere' },
  { key: 'h', id: 'history', where: 'everywhere' },
  { key: 'o', id: 'sources', where: 'everywhere' },
  { key: ',', id: 'settings', where: 'everywhere' },
  { key: 'p', id: 'pause', where: 'everywhere' },
  { key: 'm', id: 'mute', where: 'everywhere' },
  { key: 'j', id: 'nextRow', where: 'board' },
  { key: 'ArrowDown', id: 'nextRow', where: 'board' },
  { key: 'k', id: 'previousRow', where: 'board' },
  { key: 'ArrowUp', id: 'previousRow', where: 'board' },
  { key: 'n', id: 'nextAlert', where: 'board' },
  { key: '/', id: 'search', where: 'board' },
  { key: 'f', id: 'filter', where: 'board' },
  { key: 'g', id: 'group', where: 'board' },
  { key: 'd', id: 'density', where: 'board' },
  { key: 'a', id: 'acknowledge', where: 'row' },
  { key: 'A', id: 'acknowledgeAll', where: 'board' },
  { key: 'u', id: 'undo', where: 'board' },
  { key: 'Enter', id: 'details', where: 'row' },
  { key: 's', id: 'snooze', where: 'row' },
  { key: '1', id: 'snoozeOne', where: 'row' },
  { key: '3', id: 'snoozeThree', where: 'row' },
  { key: '5', id: 'snoozeFive', where: 'row' },
  { key: 'w', id: 'note', where: 'row' },
  { key: 'r', id: 'reveal', where: 'row' },
  { key: 'c', id: 'copy', where: 'row' },
] as const satisfies readonly { key: string; id: string; where: ShortcutPlace }[]
export type ShortcutId = (typeof shortcuts)[number]['id']

/** The names of the keys on a keyboard. */
const named: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  A: 'Shift A',
  Escape: 'Esc',
}
export const keyName = (key: string): string =>
  named[key] ?? (key.length > 1 ? key : key.toUpperCase())

/** Caps Lock changes no meaning: for a letter, only Shift matters. */
const withoutCapsLock = ({ key, shiftKey }: KeyboardEvent): string => {
  if (key.length > 1) return key
  return shiftKey ? key.toUpperCase() : key.toLowerCase()
}

/** Elements in which text is typed. */
const typing = 'input, textarea, select, [contenteditable]'
/** Elements that handle all keys themselves. */
const layers = '[role="menu"], [role="dialog"]'
/** Fields in which Escape closes their popup. */
const opening = 'select, input:is([type="time"], [type^="date"])'
/** Whether the field handles the key: Escape clears a search first. */
const isTyped = ({ key }: KeyboardEvent, target: Element): boolean => {
  if (key !== 'Escape') return target.closest(typing) !== null
  const isSearch = target instanceof HTMLInputElement && target.type === 'search'
  return target.matches(opening) || (isSearch && target.value !== '')
}

/** The shortcut of a key; null where it is typed, or pressed together with others. */
export const shortcutOf = (event: KeyboardEvent): ShortcutId | null => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.target as Element | null
  // A modal dialog handles all keys itself, wherever in it the focus is.
  if (target?.closest(layers) || document.querySelector('dialog[open]')) return null
  if (target && isTyped(event, target)) return null
  // Escape first closes the front layer, wherever the focus is.
  if (event.key === 'Escape' && document.querySelector(layers)) return null
  // Arrows scroll in scrollable elements; on the rows, and outside of everything, they select.
  if (event.key.startsWith('Arrow') && target && !target.matches('body, tr, tr *')) return null
  // Enter presses the focused element, unless that is a row.
  if (event.key === 'Enter' && target && !target.matches('body, tr')) return null
  const typed = withoutCapsLock(event)
  return shortcuts.find(({ key }) => key === typed)?.id ?? null
}
