import { afterEach, expect, it, vi } from 'vitest'
import { showLate, shownNotifications } from '../../../tools/browser-shell/electron/notification.ts'
import type { Alert, NoDataAlarm } from '../../alerts/alert.ts'
import { Notifier } from './notifier.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  shownNotifications.length = 0
})

const alert = (id: number): Alert => ({
  id,
  entries: [
    {
      holdId: `101/${id}#1`,
      agentId: '101',
      name: '',
      customer: '',
      level: 'red',
      ageMs: 120_000,
      doubtMs: 0,
      gap: false,
      kind: 'crossed',
    },
  ],
})

function start() {
  const refused: boolean[] = []
  const logged: unknown[] = []
  const notifier = new Notifier({
    language: () => 'en',
    onHold: () => {},
    onNoData: () => {},
    onAcknowledge: () => {},
    acknowledge: () => 'Acknowledge',
    onRefused: (isRefused) => refused.push(isRefused),
    log: { error: (_message, fields) => logged.push(fields) },
  })
  return { notifier, refused, logged }
}
const open = () => shownNotifications.filter(({ shellOpen }) => shellOpen)

it('reports once that the system rejects notifications, logs each failure, and notices a recovery', async () => {
  const { notifier, refused, logged } = start()
  vi.stubEnv('HOLDWATCH_SHELL_NOTIFICATIONS', 'refused')
  notifier.notify(alert(1))
  notifier.notify(alert(2))
  await vi.waitFor(() => expect(logged).toHaveLength(2))
  expect(logged[0]).toEqual({ error: 'Notifications are not allowed for this application' })
  expect([refused, notifier.isRefused]).toEqual([[true], true])
  vi.unstubAllEnvs()
  notifier.notify(alert(3))
  expect([refused, notifier.isRefused]).toEqual([[true, false], false])
})

const noData = (origin: string): NoDataAlarm => ({
  kind: 'begun',
  watch: { state: 'interrupted', reason: 'timeout' },
  origin,
  way: 'inspector',
  source: origin,
  since: 0,
  at: 0,
})

it('shows one notification for each source that gives no data', () => {
  const { notifier } = start()
  notifier.notifyNoData(noData('north'))
  notifier.notifyNoData(noData('south'))
  notifier.notifyNoData({ ...noData('north'), kind: 'over' })
  expect(open().map(({ title }) => title)).toEqual([
    expect.stringContaining('No data from south since'),
    'Receiving data from north again',
  ])
  notifier.withdrawNoData('south')
  expect(open()).toHaveLength(1)
  notifier.withdrawNoData('north')
})

it('also withdraws notifications that the system has not shown yet', () => {
  const { notifier } = start()
  vi.stubEnv('HOLDWATCH_SHELL_NOTIFICATIONS', 'late')
  notifier.notify(alert(1))
  notifier.notify(alert(2))
  notifier.notifyNoData(noData('north'))
  notifier.withdraw(1)
  notifier.withdrawNoData('north')
  showLate()
  expect(open().map(({ title }) => title)).toEqual(['Red: on hold for 2:00'])
  notifier.withdraw(2)
  expect(open()).toEqual([])
})
