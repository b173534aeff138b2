import { describe, expect, it } from 'vitest'
import type { NoDataAlarm } from '../../alerts/alert.ts'
import { noDataText } from './noDataText.ts'

const at = (hours: number, minutes: number) => new Date(2026, 10, 29, hours, minutes).getTime()
const alarm = (over: Partial<NoDataAlarm> = {}): NoDataAlarm => ({
  kind: 'begun',
  since: at(15, 49),
  at: at(15, 54),
  watch: { state: 'interrupted', reason: 'timeout' },
  origin: 'https://gw:8043',
  way: 'inspector',
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

  describe('of one source among several', () => {
    const north = { source: 'North' }

    it('names it', () => {
      expect(noDataText(alarm(north), 'en')).toEqual({
        title: 'No data from North since 15:49',
        body: 'Some held calls may not be visible. Holdwatch keeps trying to connect.',
      })
      expect(noDataText(alarm(north), 'zh-CN')).toEqual({
        title: '自 15:49 起没有收到“North”的数据',
        body: '可能无法看到部分保持中的通话。Holdwatch 会继续重试。',
      })
      const over = alarm({ ...north, kind: 'over' })
      expect(noDataText(over, 'en').title).toBe('Receiving data from North again')
      expect(noDataText(over, 'zh-CN').title).toBe('“North”的数据已恢复')
    })

    it('says that only its part of the watch has stopped', () => {
      const watch = { state: 'stopped', reason: 'untrusted-certificate' } as const
      expect(noDataText(alarm({ ...north, watch }), 'en').body).toBe(
        'Holdwatch no longer tries to connect. North’s certificate is not trusted. Some held calls may not be visible. Open Holdwatch to resume.',
      )
      expect(noDataText(alarm({ ...north, watch }), 'zh-CN').body).toBe(
        'Holdwatch 已停止连接：“North”的证书不受信任。可能无法看到部分保持中的通话。请打开 Holdwatch 恢复监控。',
      )
    })
  })

  it('calls a CC-CMS by its name', () => {
    const cms = { way: 'cms' } as const
    expect(noDataText(alarm(cms), 'en').title).toBe('No data from the CC-CMS since 15:49')
    expect(noDataText(alarm(cms), 'zh-CN').title).toBe('自 15:49 起没有收到 CC-CMS 数据')
    const stopped = alarm({ ...cms, watch: { state: 'stopped', reason: 'no-right' } })
    expect(noDataText(stopped, 'en').body).toBe(
      'Monitoring has stopped. The CC-CMS refused the access key. Open Holdwatch to resume.',
    )
    expect(noDataText(stopped, 'zh-CN').body).toBe(
      '监控已停止：访问密钥被拒绝。请打开 Holdwatch 恢复监控。',
    )
  })
})
