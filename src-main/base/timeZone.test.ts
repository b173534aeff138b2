import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followTimeZone, readTimeZone } from './timeZone.ts'

beforeEach(() => void vi.stubEnv('TZ', 'UTC'))
afterEach(() => void vi.unstubAllEnvs())

describe('the time zone', () => {
  it('that was set in the environment stays', () => {
    vi.stubEnv('TZ', 'Asia/Shanghai')
    expect(readTimeZone()).toBe('Asia/Shanghai')
    expect(process.env['TZ']).toBe('Asia/Shanghai')
  })

  it('is the system’s where none was set, and reading it sets none', () => {
    vi.stubEnv('TZ', undefined)
    expect(readTimeZone()).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
    expect('TZ' in process.env).toBe(false)
  })

  it('is checked once a minute, and each change is reported once', () => {
    const timers: { ms: number; fn: () => void }[] = []
    let changes = 0
    const leave = followTimeZone(
      (ms, fn) => {
        const timer = { ms, fn }
        timers.push(timer)
        return () => timers.splice(timers.indexOf(timer), 1)
      },
      () => (changes += 1),
    )
    const passMinute = () => {
      const [timer] = timers.splice(0)
      expect(timer?.ms).toBe(60_000)
      timer?.fn()
    }
    passMinute()
    expect(changes).toBe(0)
    vi.stubEnv('TZ', 'Asia/Shanghai')
    passMinute()
    passMinute()
    expect(changes).toBe(1)
    leave()
    expect(timers).toEqual([])
  })
})
