import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { showWhenPainted } from './firstShow.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function open(platform: string) {
  const webContents = new EventEmitter()
  const window = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => false })
  const show = vi.fn(() => void window.emit('show'))
  showWhenPainted(window as unknown as BrowserWindow, platform, show)
  return { window, webContents, show }
}

it.each([
  ['win32', 'painted', 1],
  ['linux', 'painted', 1],
  ['linux', 'loaded', 1],
  ['win32', 'loaded', 0],
  ['darwin', 'loaded', 0],
])('on %s a page that is %s shows the window at once: %i', (platform, state, count) => {
  const { window, webContents, show } = open(platform)
  if (state === 'painted') window.emit('ready-to-show')
  else webContents.emit('did-finish-load')
  expect(show).toHaveBeenCalledTimes(count)
})

it('shows the window once, however many events arrive, and however late', () => {
  const { window, webContents, show } = open('linux')
  webContents.emit('did-finish-load')
  window.emit('ready-to-show')
  vi.advanceTimersByTime(2_000)
  expect(show).toHaveBeenCalledTimes(1)
})

it('shows the window after two seconds without an event', () => {
  const { show } = open('darwin')
  vi.advanceTimersByTime(1_999)
  expect(show).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(show).toHaveBeenCalledTimes(1)
})

it.each(['show', 'closed'])('leaves the window alone after its event %s', (event) => {
  const { window, show } = open('darwin')
  window.emit(event)
  vi.advanceTimersByTime(2_000)
  expect(show).not.toHaveBeenCalled()
})
