// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useFormat } from './useFormat.ts'
import { render, settle } from '../testing/mount.ts'
import { readTimeZoneAnew, useFollowedTimeZone } from './useTimeZone.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubEnv('TZ', 'UTC')
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  // The module is shared with the following test files.
  readTimeZoneAnew()
})

const noon = Date.UTC(2026, 10, 22, 12)
const show = () =>
  render(
    defineComponent({
      setup() {
        useFollowedTimeZone()
        const { minuteOfDay } = useFormat()
        return () => h('p', minuteOfDay(noon))
      },
    }),
  )

it.each([
  ['a minute has passed', () => vi.advanceTimersByTimeAsync(60_000)],
  ['the window gets the focus', () => window.dispatchEvent(new Event('focus'))],
  ['the page is shown', () => document.dispatchEvent(new Event('visibilitychange'))],
])('times follow the system’s zone when %s, there and back', async (_what, happen) => {
  const page = show()
  expect(page.text()).toBe('12:00')
  vi.stubEnv('TZ', 'Asia/Kolkata')
  await happen()
  await settle()
  expect(page.text()).toBe('17:30')
  vi.stubEnv('TZ', 'UTC')
  await happen()
  await settle()
  expect(page.text()).toBe('12:00')
})

it('no checks are made any more once the page is closed', () => {
  show().unmount()
  expect(vi.getTimerCount()).toBe(0)
})

it('no checks are made while the page is hidden', () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false)
  show()
  expect(vi.getTimerCount()).toBe(1)
  hidden.mockReturnValue(true)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(vi.getTimerCount()).toBe(0)
  hidden.mockReturnValue(false)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(vi.getTimerCount()).toBe(1)
})
