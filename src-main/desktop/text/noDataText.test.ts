import { describe, expect, it } from 'vitest'
import type { NoDataAlarm } from '../../alerts/alert.ts'
import { noDataText } from './noDataText.ts'

const at = (hours: number, minutes: number) => new Date(2026, 10, 29, hours, minutes).getTime()
const alarm = (over: Partial<NoDataAlarm> = {}): NoDataAlarm => ({
  kind: 'begun',
  since: at(15, 49),
  at: at(15, 54),
  watch: { state: 'interrupted', reason: 'timeout' },
  source: null,
  ...over,
})

describe('the notification that no data is received', () => {
  it('shows since when, and what it means', () => {
    expect(noDataText(alarm(), 'en')).toEqual({
      title: 'No data from the gateway since 15:49',
      body: 'Held calls are not visible. Holdwatch keeps trying to connect.',
    })
    expect(noDataText(alarm(), 'zh-CN')).toEqual({
      title: '自 15:49 起没有收到网关数据',
      body: '目前无法看到保持中的通话。Holdwatch 会继续重试。',
    })
  })

  it('shows that data is received again, and how long the outage was', () => {
    expect(noDataText(alarm({ kind: 'reminder' }), 'en').title).toBe(
      'Still no data from the gateway since 15:49',
    )
    expect(noDataText(alarm({ kind: 'over' }), 'en')).toEqual({
      title: 'Receiving data from the gateway again',
      body: 'No data from 15:49 to 15:54.',
    })
  })

  it.each([
    ['untrusted-certificate', 'The gateway’s certificate is not trusted.'],
    ['signed-in-elsewhere', 'Your account is signed in somewhere else.'],
    ['gateway-error', 'The gateway refused the sign-in.'],
    [null, 'The gateway refused the sign-in.'],
  ] as const)('says what a stopped watch waits for: %s', (reason, why) => {
    const { body } = noDataText(alarm({ watch: { state: 'stopped', reason } }), 'en')
    expect(body).toBe(`Monitoring has stopped. ${why} Open Holdwatch to resume.`)
  })
})
