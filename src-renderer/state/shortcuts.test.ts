// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import { keyName, shortcutOf, shortcuts } from './shortcuts.ts'

const press = (key: string, target: Element = document.body, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  let id: string | null = null
  const listen = (event: KeyboardEvent) => (id = shortcutOf(event))
  document.addEventListener('keydown', listen, { once: true })
  target.dispatchEvent(event)
  return id
}
const put = (html: string, selector: string): Element => {
  document.body.innerHTML = html
  return document.querySelector(selector) as Element
}
afterEach(() => void (document.body.innerHTML = ''))

describe('shortcuts', () => {
  it('have a unique key each', () => {
    const keys = shortcuts.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each(shortcuts.map(({ key, id }) => [key, id]))('%s means %s', (key, id) => {
    expect(press(key, document.body, { shiftKey: key === 'A' })).toBe(id)
  })

  it('mean the same with Caps Lock on, where Shift produces lower case', () => {
    const letters = shortcuts.filter(({ key }) => /^[a-z]$/.test(key))
    expect(letters.map(({ key }) => press(key.toUpperCase()))).toEqual(letters.map(({ id }) => id))
    expect(press('a', document.body, { shiftKey: true })).toBe('acknowledgeAll')
    expect(press('J', document.body, { shiftKey: true })).toBeNull()
  })

  it.each([
    ['a field', '<input />', 'input'],
    ['a list of choices', '<select></select>', 'select'],
    ['a dialog', '<dialog open><button></button></dialog>', 'button'],
    ['a menu', '<div role="menu"><button></button></div>', 'button'],
  ])('mean nothing in %s', (_where, html, selector) => {
    expect(press('a', put(html, selector))).toBeNull()
  })

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('mean nothing with %s', (held) => {
    expect(press('a', document.body, { [held]: true })).toBeNull()
  })

  it.each([
    ['a field', '<input />', 'input', 'back'],
    ['an empty search', '<input type="search" placeholder="…" />', 'input', 'back'],
    ['a search', '<input type="search" placeholder="…" value="a" />', 'input', null],
    ['a time', '<input type="time" />', 'input', null],
    ['a list of choices', '<select></select>', 'select', null],
    ['a menu', '<div role="menu"><button></button></div>', 'button', null],
    ['an open panel', '<div role="dialog"><input /></div>', 'input', null],
    ['beside an open menu', '<button></button><div role="menu"></div>', 'button', null],
  ])('lead back with Escape out of %s, unless it has a use there', (...[, html, selector, id]) => {
    expect(press('Escape', put(html, selector))).toBe(id)
  })

  it('leave the arrows to scrolling and selection', () => {
    expect(press('ArrowDown', put('<aside tabindex="0"></aside>', 'aside'))).toBeNull()
    const row = put('<table><tbody><tr tabindex="0"></tr></tbody></table>', 'tr')
    expect(press('ArrowDown', row)).toBe('nextRow')
  })

  it('have the names on a keyboard', () => {
    expect(['j', 'ArrowDown', 'A', '/', 'Escape'].map(keyName)).toEqual([
      'J',
      '↓',
      'Shift A',
      '/',
      'Esc',
    ])
  })
})
