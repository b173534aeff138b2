import { EventEmitter } from 'node:events'
import { type BrowserWindow, powerMonitor } from 'electron'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { canceledAfterMs, followSessionEnd } from './sessionEnd.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  powerMonitor.removeAllListeners('shutdown')
})

function follow(platform: string) {
  const told: string[] = []
  const window = new EventEmitter()
  followSessionEnd(window as unknown as BrowserWindow, platform, {
    onQuery: () => told.push('query'),
    onCanceled: () => told.push('canceled'),
    onEnd: () => told.push('end'),
    onQuitExpected: () => told.push('quit expected'),
  })
  const preventDefault = vi.fn()
  const shutDown = () => (powerMonitor as EventEmitter).emit('shutdown', { preventDefault })
  return { told, window, shutDown, preventDefault }
}

it('on Windows the end of a session is queried first', () => {
  const { told, window } = follow('win32')
  window.emit('query-session-end')
  window.emit('session-end')
  vi.advanceTimersByTime(canceledAfterMs)
  expect(told).toEqual(['query', 'end'])
})

it('on Windows a session that does not end after all is resumed, once', () => {
  const { told, window } = follow('win32')
  window.emit('query-session-end')
  vi.advanceTimersByTime(canceledAfterMs - 1)
  window.emit('query-session-end')
  vi.advanceTimersByTime(canceledAfterMs)
  expect(told).toEqual(['query', 'query', 'canceled'])
})

it('on Linux the shutdown waits for the app, which ends at once', () => {
  const { told, shutDown, preventDefault } = follow('linux')
  shutDown()
  expect(preventDefault).toHaveBeenCalled()
  expect(told).toEqual(['end'])
})

it('on macOS nothing is done before the system requests the app to quit', () => {
  const { told, shutDown, preventDefault } = follow('darwin')
  shutDown()
  expect(preventDefault).not.toHaveBeenCalled()
  expect(told).toEqual(['quit expected'])
})
