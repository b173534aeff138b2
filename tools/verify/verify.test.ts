import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readChecks, systemNames } from './checks.ts'
import { isGood, reportOf, type Verification } from './report.ts'
import { type Ask, walk } from './walk.ts'

/** A user who gives the answers of a script, and then leaves. */
function scripted(...lines: string[]): Ask & { questions: string[] } {
  const questions: string[] = []
  const ask: Ask = (question) => {
    questions.push(question)
    return Promise.resolve(lines.shift() ?? null)
  }
  return Object.assign(ask, { questions })
}

const checks = [
  { todo: 'Look.', expected: 'A window.' },
  { todo: 'Listen.', expected: 'A sound.' },
  { todo: 'Sleep.', expected: 'It wakes.' },
]

describe('the list', () => {
  it.each(Object.values(systemNames))('has checks for %s', (system) => {
    const text = readFileSync(new URL('checks.txt', import.meta.url), 'utf8')
    expect(readChecks(text, system).length).toBeGreaterThan(15)
  })

  it('can be read for one system, without its comments', () => {
    const text = '# about\n\nall | a | b\nmacos windows | c | d\nlinux | e | f\n'
    expect(readChecks(text, 'macos').map(({ todo }) => todo)).toEqual(['a', 'c'])
    expect(readChecks(text, 'linux').map(({ todo }) => todo)).toEqual(['a', 'e'])
  })

  it.each(['all | a', 'all | a | b | c', 'beos | a | b', ' | a | b'])(
    'reports an invalid line: %j',
    (line) => {
      expect(() => readChecks(`# about\n${line}`, 'linux')).toThrow('checks.txt:2')
    },
  )
})

describe('the user', () => {
  it('answers yes or no, and describes what was observed instead', async () => {
    const ask = scripted('yes', 'N', ' silence ', 'skip', 'a desktop computer')
    expect(await walk(checks, ask)).toEqual([
      { ...checks[0], verdict: 'yes', remark: '' },
      { ...checks[1], verdict: 'no', remark: 'silence' },
      { ...checks[2], verdict: 'not tried', remark: 'a desktop computer' },
    ])
    expect(ask.questions[0]).toContain('1 of 3. Look.')
    expect(ask.questions[0]).toContain('A window.')
  })

  it('is asked again after an invalid answer', async () => {
    const ask = scripted('perhaps', '', 'y')
    const [first] = await walk(checks.slice(0, 1), ask)
    expect(first?.verdict).toBe('yes')
    expect(ask.questions.slice(1)).toEqual(Array(2).fill('   Please answer yes, no or skip: '))
  })

  it('may leave, and the remaining checks count as not tried', async () => {
    const verdicts = (await walk(checks, scripted('y'))).map(({ verdict }) => verdict)
    expect(verdicts).toEqual(['yes', 'not tried', 'not tried'])
  })
})

describe('the report', () => {
  const verification = async (...lines: string[]): Promise<Verification> => ({
    system: 'windows 10.0.26100 x64',
    electron: '45.4.1',
    commit: 'abc1234',
    at: Date.UTC(2026, 10, 29),
    specs: { passed: 41, failed: 0 },
    answers: await walk(checks, scripted(...lines)),
  })

  it('contains the system, the version of Electron, and what was observed', async () => {
    const text = reportOf(await verification('y', 'n', 'a | b', 's', 'no time'))
    expect(text).toContain('# Verified on windows 10.0.26100 x64')
    expect(text).toContain('2026-11-29, Electron 45.4.1, commit abc1234.')
    expect(text).toContain('41 passed, 0 failed')
    expect(text).toContain('1 as expected, 1 not, 1 not tried')
    expect(text).toContain(String.raw`| Listen. | A sound. | no | a \| b |`)
  })

  it('is good only if the specs passed and no check failed', async () => {
    const good = await verification('y', 'y', 'y')
    expect(isGood(good)).toBe(true)
    expect(isGood(await verification('y', 'n', '', 'y'))).toBe(false)
    expect(isGood({ ...good, specs: { passed: 40, failed: 1 } })).toBe(false)
    expect(isGood({ ...good, specs: { passed: 0, failed: 0 } })).toBe(false)
    expect(isGood({ ...good, specs: null })).toBe(false)
    expect(reportOf({ ...good, specs: null })).toContain('did not run to their end')
  })
})
