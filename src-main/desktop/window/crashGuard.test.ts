import { expect, it } from 'vitest'
import { createCrashGuard } from './crashGuard.ts'

it('reloads twice within a minute and no more, and again later', () => {
  let now = 0
  const guard = createCrashGuard(() => now)
  expect([guard.mayReload(), guard.mayReload(), guard.mayReload()]).toEqual([true, true, false])
  now = 59_999
  expect(guard.mayReload()).toBe(false)
  now = 60_000
  expect(guard.mayReload()).toBe(true)
})
