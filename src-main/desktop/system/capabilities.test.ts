import { expect, it } from 'vitest'
import { askSessionBus, hasTray, isWayland } from './capabilities.ts'

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

/** A panel with these responses, one after the other; the last one is repeated. */
function panel(...answers: (boolean | null)[]) {
  const passed: number[] = []
  return {
    passed,
    ask: () => Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) ?? null),
    schedule: (ms: number, go: () => void) => {
      passed.push(ms)
      go()
      return () => {}
    },
  }
}

it.each([
  ['linux', [true], true],
  ['linux', [false], false],
  // Without a response: a window that hides might never be found again.
  ['linux', [null], false],
  ['darwin', [false], true],
] as const)('on %s with the answers %j, there is a tray: %s', async (platform, answers, is) => {
  const { ask, schedule, passed } = panel(...answers)
  expect(await hasTray(platform, ask, false, schedule)).toBe(is)
  expect(passed).toEqual([])
})

it('waits for a panel that is late, where the window is to start hidden', async () => {
  const late = panel(false, null, true)
  expect(await hasTray('linux', late.ask, true, late.schedule)).toBe(true)
  expect(late.passed).toEqual([1_000, 1_000])
  const none = panel(false)
  expect(await hasTray('linux', none.ask, true, none.schedule)).toBe(false)
  expect(none.passed).toHaveLength(10)
})

it.each([
  ['dbus-send', '   boolean true\n', true],
  ['dbus-send', '   boolean false\n', false],
  ['busctl', 'b true\n', true],
  ['gdbus', '(false,)\n', false],
  ['none of them', '', null],
])('asks the session bus by %s, whichever is installed', async (installed, output, answer) => {
  const run = (command: string) => Promise.resolve(command === installed ? output : null)
  expect(await askSessionBus('org.kde.StatusNotifierWatcher', run)).toBe(answer)
})
