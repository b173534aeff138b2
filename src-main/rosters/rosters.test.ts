import { describe, expect, it } from 'vitest'
import type { JsonFile } from '../settings/jsonFile.ts'
import { Rosters, type RostersFile } from './rosters.ts'

const gateway = { origin: 'https://one.example:8043', simulated: false }
const other = { origin: 'https://two.example:8043', simulated: false }
const played = { origin: 'https://127.0.0.1:9', simulated: true }
const chen = { agentId: '10412', name: '陈伟' }
const lopez = { agentId: '10407', name: '' }

/** Rosters over a file that only records what was saved. */
function open(save: (value: RostersFile) => Promise<void> = () => Promise.resolve()) {
  const failed: unknown[] = []
  let value: RostersFile | null = null
  const file: JsonFile<RostersFile> = {
    get value() {
      return value
    },
    quarantined: null,
    rejected: null,
    replacedOlder: null,
    save(next) {
      value = next
      return save(next)
    },
    settled: () => Promise.resolve(),
  }
  const rosters = new Rosters(file, (error) => failed.push(error))
  return { rosters, file, failed }
}
const names = (rosters: Rosters, at = gateway) => rosters.of(at).map(({ name }) => name)

describe('rosters', () => {
  it('stay in their order, and are changed in place', () => {
    const { rosters } = open()
    rosters.save(gateway, null, { name: 'Early', agents: [chen] })
    rosters.save(gateway, null, { name: 'Late', agents: [chen] })
    rosters.save(gateway, 'Early', { name: 'Early shift', agents: [chen, lopez] })
    expect(rosters.of(gateway)).toEqual([
      { name: 'Early shift', agents: [chen, lopez] },
      { name: 'Late', agents: [chen] },
    ])
    rosters.remove(gateway, 'Early shift')
    rosters.remove(gateway, 'Early shift')
    expect(names(rosters)).toEqual(['Late'])
  })

  it('belong to their gateway', () => {
    const { rosters } = open()
    rosters.save(gateway, null, { name: 'Early', agents: [chen] })
    rosters.save(other, null, { name: 'Early', agents: [lopez] })
    rosters.remove(other, 'Early')
    expect(names(rosters)).toEqual(['Early'])
    expect(names(rosters, other)).toEqual([])
    expect([...rosters.members(gateway)]).toEqual(['10412'])
  })

  it('of a simulated gateway are never written to disk', () => {
    const { rosters, file } = open()
    rosters.save(played, null, { name: 'Early', agents: [chen] })
    expect(names(rosters, played)).toEqual(['Early'])
    expect(file.value).toBeNull()
  })

  it.each([
    ['roster-name-empty', ''],
    ['roster-name-taken', 'early'],
    ['roster-name-taken', 'Ｅａｒｌｙ'],
  ])('say %s of %j', (code, name) => {
    const { rosters } = open()
    rosters.save(gateway, null, { name: 'Early', agents: [chen] })
    const put = () => {
      rosters.save(gateway, null, { name, agents: [lopez] })
    }
    expect(put).toThrow(code)
    expect(rosters.of(gateway)).toEqual([{ name: 'Early', agents: [chen] }])
  })

  it('may change only the case of their name', () => {
    const { rosters } = open()
    rosters.save(gateway, null, { name: 'early', agents: [chen] })
    rosters.save(gateway, 'early', { name: 'Early', agents: [chen] })
    expect(names(rosters)).toEqual(['Early'])
  })

  it('that no longer exist are reported, and their number is limited', () => {
    const { rosters } = open()
    expect(() => rosters.find(gateway, 'Early')).toThrow('roster-gone')
    expect(() => {
      rosters.save(gateway, 'Early', { name: 'Late', agents: [chen] })
    }).toThrow('roster-gone')
    for (let n = 1; n <= 50; n += 1) {
      rosters.save(gateway, null, { name: `Shift ${n}`, agents: [chen] })
    }
    expect(() => {
      rosters.save(gateway, null, { name: 'One more', agents: [chen] })
    }).toThrow('rosters-too-many')
  })

  it('report a failed write, and keep the change', async () => {
    const full = new Error('ENOSPC')
    const { rosters, failed } = open(() => Promise.reject(full))
    rosters.save(gateway, null, { name: 'Early', agents: [chen] })
    await Promise.resolve()
    expect(failed).toEqual([full])
    expect(names(rosters)).toEqual(['Early'])
  })
})
