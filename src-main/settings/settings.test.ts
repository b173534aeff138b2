import { expect, it } from 'vitest'
import { defaultSettings, settings } from './settings.ts'

const stored = (preferences: object) =>
  settings.parse({ ...defaultSettings, preferences }).preferences

it.each([true, false])(
  'one switch for all notifications goes on as one for each level: %s',
  (isOn) => {
    const notifications = { amber: isOn, red: isOn, critical: isOn }
    expect(stored({ notifications: isOn })).toEqual({ notifications })
    expect(stored({ notifications: { ...notifications, red: true } }).notifications?.red).toBe(true)
  },
)

it('values that were never chosen are not stored', () => {
  expect(stored({ volume: 30 })).toEqual({ volume: 30 })
  expect(() => stored({ notifications: 'loud' })).toThrow()
})
