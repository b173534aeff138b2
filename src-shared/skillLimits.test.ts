import fc from 'fast-check'
import { expect, it } from 'vitest'
import { limitsFor, skillKey } from './skillLimits.ts'

it('a skill has its own limits where it has some, whatever its name', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString')),
      (skill) => {
        expect(limitsFor(skill, 'usual', {})).toBe('usual')
        const own = Object.fromEntries([[skillKey(skill), 'own']])
        expect(limitsFor(skill, 'usual', own)).toBe('own')
      },
    ),
  )
})

it('a skill’s own limits do not depend on how it is capitalized', () => {
  const own = { [skillKey('Vip Desk')]: 'own' }
  for (const skill of ['vip desk', 'VIP DESK', 'Vip Desk']) {
    expect(limitsFor(skill, 'usual', own)).toBe('own')
  }
  expect(limitsFor('vip', 'usual', own)).toBe('usual')
})
