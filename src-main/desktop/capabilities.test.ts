import { expect, it } from 'vitest'
import { hasTray, isWayland } from './capabilities.ts'

it.each([
  ['linux', 'wayland', {}, true],
  ['linux', 'x11', { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0' }, false],
  ['linux', '', { XDG_SESSION_TYPE: 'wayland' }, true],
  ['linux', '', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', '', { XDG_SESSION_TYPE: 'x11' }, false],
  ['win32', 'wayland', { XDG_SESSION_TYPE: 'wayland' }, false],
])('on %s with the switch %j and %j: Wayland %s', (platform, ozone, env, expected) => {
  expect(isWayland(platform, ozone, env)).toBe(expected)
})

it('takes the tray for missing only where the desktop clearly says so', async () => {
  const answer = (known: boolean | null) => () => Promise.resolve(known)
  expect(await hasTray('linux', answer(true))).toBe(true)
  expect(await hasTray('linux', answer(null))).toBe(true)
  expect(await hasTray('linux', answer(false))).toBe(false)
  expect(await hasTray('darwin', answer(false))).toBe(true)
})
