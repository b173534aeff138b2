import { expect, it } from 'vitest'
import { isPanelDark } from './trayImage.ts'

it.each([
  ['win32', { apps: false, system: true }, '', true],
  ['win32', { apps: true, system: false }, '', false],
  ['linux', { apps: true, system: false }, 'KDE', true],
  ['linux', { apps: false, system: false }, 'KDE', false],
  ['linux', { apps: false, system: false }, 'ubuntu:GNOME', true],
])('on %s with dark %j and %j the panel is dark: %s', (platform, dark, desktop, expected) => {
  const theme = {
    shouldUseDarkColors: dark.apps,
    shouldUseDarkColorsForSystemIntegratedUI: dark.system,
  }
  expect(isPanelDark(platform, theme, desktop)).toBe(expected)
})
