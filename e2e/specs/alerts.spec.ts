import type { ShellState } from '../../tools/browser-shell/server/control.ts'
import { desktopOf, expect, idsOf, test } from '../fixtures/app.ts'
import { setPreference } from '../fixtures/preferences.ts'

const limits = { amberMs: 2_000, redMs: 4_000, criticalMs: 6_000 }
const titles = (state: ShellState) => state.notifications.map(({ title }) => title)
const open = (state: ShellState) => state.notifications.filter((notification) => notification.open)

test('each level is alerted once without taking the focus, and withdrawn when the call ends', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, app, page, board } = await watchingBoard({
    async prepare({ page }) {
      await page.evaluate(() => {
        const played: unknown[] = []
        Object.assign(window, { played })
        window.holdwatch.on('alert.sound', (sound) => played.push(sound))
      })
      await setPreference(page, 'limits', limits)
    },
  })
  const desktop = desktopOf(app)
  await desktop.control({ do: 'window', action: 'blur' })
  const [agentId = ''] = idsOf(gateway)
  const callId = await board.talkThenHold(gateway, agentId, { caller: '02155501234' })

  await time.turn(limits.amberMs)
  const first = await desktop.until((state) => state.notifications.length === 1)
  expect(titles(first)[0]).toMatch(/^Amber: on hold for 0:02/)
  expect(first.notifications[0]?.body).toContain('•••• 1234')
  expect(first.notifications[0]?.silent).toBe(true)
  await time.turn(limits.criticalMs - limits.amberMs)
  const critical = await desktop.until((state) => state.notifications.length === 3)
  expect(titles(critical)[1]).toMatch(/^Red/)
  expect(titles(critical)[2]).toMatch(/^Critical/)
  expect(critical.windows[0]).toMatchObject({ focused: false, marks: { flashing: true } })
  // A later alert about the same hold replaces the earlier one.
  expect(open(critical)).toHaveLength(1)
  expect(await page.evaluate(() => Reflect.get(window, 'played') as unknown)).toEqual([
    { sound: 'soft', volume: 60 },
    { sound: 'urgent', volume: 60 },
  ])

  gateway.retrieve(agentId, callId)
  const quiet = await desktop.until((state) => open(state).length === 0)
  expect(quiet.notifications).toHaveLength(3)
  expect(quiet.windows[0]?.marks).toMatchObject({ flashing: false })
})

test('a click on a notification shows the row; once acknowledged, it is silent until the next level', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, app, page, board } = await watchingBoard({
    prepare: ({ page }) =>
      setPreference(page, 'limits', { ...limits, redMs: 7_000, criticalMs: 60_000 }),
  })
  const desktop = desktopOf(app)
  const [agentId = ''] = idsOf(gateway)
  const callId = await board.talkThenHold(gateway, agentId)
  await desktop.control({ do: 'menu', of: 'tray', path: ['Hide window'] })
  const { notifications } = await desktop.until((state) => state.notifications.length === 1)
  await desktop.control({ do: 'notification', id: notifications[0]?.id ?? '', event: 'click' })
  await desktop.until(({ windows }) => windows[0]?.visible === true)
  await expect(board.row(callId)).toBeFocused()

  await page.keyboard.press('a')
  await expect(board.row(callId)).toContainText(/Acknowledged/i)
  await time.turn(5_000)
  const risen = await desktop.until((state) => state.notifications.length === 2)
  expect(titles(risen)[1]).toMatch(/^Red/)
  await expect(board.row(callId)).not.toContainText(/Acknowledged/i)
})

test('nothing is alerted while snoozed from the tray, nor afterwards', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, app, page, board } = await watchingBoard({
    prepare: ({ page }) =>
      setPreference(page, 'limits', { amberMs: 2_000, redMs: 3_000, criticalMs: 60_000 }),
  })
  const desktop = desktopOf(app)
  await desktop.control({ do: 'menu', of: 'tray', path: ['Snooze all alerts for 15 minutes'] })
  const muted = page.getByRole('button', { name: /^Alerts snoozed/ })
  await expect(muted).toBeVisible()
  const [agentId = ''] = idsOf(gateway)
  const callId = await board.talkThenHold(gateway, agentId)
  await time.turn(3_000)
  await expect(board.row(callId)).toHaveAttribute('data-level', 'red')
  expect((await desktop.state()).notifications).toEqual([])
  gateway.retrieve(agentId, callId)
  await expect(board.row(callId)).toHaveCount(0)
  await desktop.control({ do: 'menu', of: 'tray', path: ['Snooze all alerts for 15 minutes'] })
  await expect(muted).toHaveCount(0)
  expect((await desktop.state()).notifications).toEqual([])
})

test('a gateway that stops responding raises its own alarm: once, every five minutes, and when it is back', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, app, page } = await watchingBoard({
    prepare: ({ page }) =>
      page.evaluate(() => {
        const played: string[] = []
        Object.assign(window, { played })
        window.holdwatch.on('alert.sound', ({ sound }) => played.push(sound))
      }),
  })
  const desktop = desktopOf(app)
  const played = () => page.evaluate(() => Reflect.get(window, 'played') as unknown)
  // It is shown even while alerts are snoozed, but without a sound.
  await desktop.control({ do: 'menu', of: 'tray', path: ['Snooze all alerts for 15 minutes'] })
  await page.getByRole('button', { name: /^Alerts snoozed/ }).waitFor()
  const mend = gateway.fault({ kind: 'html502' })
  await time.turn(25_000)
  const first = await desktop.until((state) => state.notifications.length === 1)
  expect(titles(first)[0]).toMatch(/^No data from the gateway since \d\d:\d\d$/)
  expect(first.notifications[0]?.silent).toBe(true)
  expect(first.trays[0]?.toolTip).toMatch(/held calls unknown since \d\d:\d\d$/)
  expect(await played()).toEqual([])
  await desktop.control({ do: 'menu', of: 'tray', path: ['Snooze all alerts for 15 minutes'] })

  await time.turn(5 * 60_000)
  const reminded = await desktop.until((state) => state.notifications.length === 2)
  expect(titles(reminded)[1]).toMatch(/^Still no data from the gateway since \d\d:\d\d$/)
  expect(open(reminded)).toHaveLength(1)
  expect(await played()).toEqual(['no-data'])

  mend()
  await time.turn(60_000)
  const back = await desktop.until((state) => state.notifications.length === 3)
  expect(titles(back)[2]).toBe('Receiving data from the gateway again')
  expect(open(back)).toHaveLength(1)
  expect(await played()).toEqual(['no-data'])
  expect(back.trays[0]?.toolTip).toBe('Holdwatch – no calls on hold')
})
