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
  const events: string[] = []
  const window = new EventEmitter()
  followSessionEnd(window as unknown as BrowserWindow, platform, {
    onQuery: () => events.push('query'),
    onCanceled: () => events.push('canceled'),
    onEnd: () => events.push('end'),
    onQuitExpected: () => events.push('quit expected'),
  })
  const preventDefault = vi.fn()
  const shutDown = () => (powerMonitor as EventEmitter).emit('shutdown', { preventDefault })
  return { events, window, shutDown, preventDefault }
}

it('on Windows the end of a session is queried first', () => {
  const { events, window } = follow('win32')
  window.emit('query-session-end')
  window.emit('session-end')
  vi.advanceTimersByTime(canceledAfterMs)
  expect(events).toEqual(['query', 'end'])
})

it('on Windows a session that does not end after all is resumed, once', () => {
  const { events, window } = follow('win32')
  window.emit('query-session-end')
  vi.advanceTimersByTime(canceledAfterMs - 1)
  window.emit('query-session-end')
  vi.advanceTimersByTime(canceledAfterMs)
  expect(events).toEqual(['query', 'query', 'canceled'])
})

it('on Linux the shutdown waits for the app, which ends at once', () => {
  const { events, shutDown, preventDefault } = follow('linux')
  shutDown()
  expect(preventDefault).toHaveBeenCalled()
  expect(events).toEqual(['end'])
})

it('on macOS nothing is done before the system requests the app to quit', () => {
  const { events, shutDown, preventDefault } = follow('darwin')
  shutDown()
  expect(preventDefault).not.toHaveBeenCalled()
  expect(events).toEqual(['quit expected'])
})
