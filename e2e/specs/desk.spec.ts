import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ShellState } from '../../tools/browser-shell/server/control.ts'
import { desktopOf, expect, idsOf, test } from '../fixtures/app.ts'
import { setPreference } from '../fixtures/preferences.ts'
import { notes } from '../../tools/testReport.ts'

const labels = (state: ShellState) => state.trays[0]?.menu.map(({ label }) => label) ?? []
const windowOf = (state: ShellState) => {
  const [first] = state.windows
  if (first === undefined) throw new Error('the app has no window')
  return first
}
const pngSize = (dataUrl: string) => {
  const png = Buffer.from(dataUrl.replace('data:image/png;base64,', ''), 'base64')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}
const left = { id: 1, x: 0, y: 0, width: 1920, height: 1080 }
const right = { id: 2, x: 1920, y: 0, width: 1920, height: 1080, label: 'Wall' }

test('the tray shows the held calls, with masked numbers, and its menu works', async ({
  watchingBoard,
}) => {
  const { gateway, app, page, board } = await watchingBoard({
    prepare: async (app) => {
      expect((await desktopOf(app).state()).trays[0]?.toolTip).toContain('setup is not complete')
    },
  })
  const desktop = desktopOf(app)
  const empty = await desktop.until((state) =>
    /no calls on hold/.test(state.trays[0]?.toolTip ?? ''),
  )
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId, { caller: '02155501234' })
  const held = await desktop.until((state) => /1 on hold/.test(state.trays[0]?.toolTip ?? ''))
  expect(held.trays[0]?.image).not.toBe(empty.trays[0]?.image)
  for (const { trays } of [empty, held]) expect(pngSize(trays[0]?.image ?? '')).toEqual([24, 24])
  const hold = labels(held).find((label) => label.includes('1234')) ?? ''
  expect(hold).toContain('•••• 1234')
  expect(JSON.stringify(held.trays)).not.toContain('02155501234')

  await desktop.control({ do: 'menu', of: 'tray', path: ['Hide window'] })
  await desktop.until((state) => !windowOf(state).visible)
  await desktop.control({ do: 'menu', of: 'tray', path: [hold] })
  await desktop.until((state) => windowOf(state).visible)
  await expect(board.row(callId)).toBeVisible()

  await desktop.control({ do: 'menu', of: 'tray', path: ['Pause monitoring'] })
  await desktop.until((state) => /paused/.test(state.trays[0]?.toolTip ?? ''))
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'true')
  await desktop.control({ do: 'menu', of: 'tray', path: ['Resume monitoring'] })
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')

  await desktop.control({ do: 'menu', of: 'tray', path: ['Settings…'] })
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await desktop.control({ do: 'menu', of: 'tray', path: ['Quit'] })
  expect(await desktop.ended).toBe(0)
  expect(gateway.stats.requests.logout).toBeGreaterThan(0)
})

test('closing hides the window and explains it once; then the settings make it quit', async ({
  openApp,
}) => {
  const app = await openApp()
  const desktop = desktopOf(app)
  await desktop.control({ do: 'window', action: 'close' })
  const closed = await desktop.until((state) => !windowOf(state).visible)
  expect(closed.notifications.map(({ title }) => title)).toEqual([
    'Holdwatch keeps running in the tray',
  ])
  await desktop.control({ do: 'second-instance', argv: [] })
  await desktop.until((state) => windowOf(state).visible && windowOf(state).focused)
  await desktop.control({ do: 'window', action: 'close' })
  expect((await desktop.until((state) => !windowOf(state).visible)).notifications).toHaveLength(1)

  await desktop.control({ do: 'activate' })
  await desktop.until((state) => windowOf(state).visible)
  await setPreference(app.page, 'closeToTray', false)
  await desktop.control({ do: 'window', action: 'close' })
  expect(await desktop.ended).toBe(0)
})

for (const host of ['false', 'missing'])
  test(`without a tray (${host}) closing the window ends the app, and the settings explain why`, async ({
    openApp,
    time,
  }) => {
    let isOpen = false
    const opening = openApp({ args: ['--hidden'], env: { HOLDWATCH_SHELL_TRAY_HOST: host } })
    void opening.finally(() => {
      isOpen = true
    })
    // The app waits for the panel.
    while (!isOpen) await time.turn(1_000)
    const app = await opening
    const desktop = desktopOf(app)
    // Without a tray icon, a window that starts hidden could never be opened.
    const state = await desktop.until((current) => windowOf(current).visible)
    expect(state.trays).toEqual([])
    const table = await app.page.evaluate(() => window.holdwatch.request('preferences.get', null))
    expect(table).toMatchObject({
      ok: true,
      data: { closeToTray: { value: false, isSupported: false, limit: 'no-tray' } },
    })
    await desktop.control({ do: 'window', action: 'close' })
    expect(await desktop.ended).toBe(0)
  })

test('the app watches from the tray when started hidden', async ({ openApp }) => {
  const app = await openApp({ args: ['--hidden'] })
  const desktop = desktopOf(app)
  await expect(app.page.locator('#app')).not.toBeEmpty()
  const state = await desktop.state()
  expect(windowOf(state).visible).toBe(false)
  expect(state.trays).toHaveLength(1)
  await desktop.control({ do: 'menu', of: 'tray', path: ['Show window'] })
  await desktop.until((current) => windowOf(current).visible)
})

test('a window pinned from the tray or by its button is on all workspaces, also after a restart', async ({
  openApp,
}) => {
  const first = await openApp()
  const desktop = desktopOf(first)
  await desktop.control({ do: 'menu', of: 'tray', path: ['Always on top'] })
  const pinned = await desktop.until((state) => windowOf(state).alwaysOnTop)
  expect(windowOf(pinned).marks).toMatchObject({ onAllWorkspaces: true, onTopLevel: 'floating' })
  expect(
    await first.page.evaluate(() => window.holdwatch.request('preferences.get', null)),
  ).toMatchObject({ data: { alwaysOnTop: { value: true } } })
  await first.quit()

  const again = await openApp()
  const later = desktopOf(again)
  await later.until((state) => windowOf(state).alwaysOnTop)
  await setPreference(again.page, 'alwaysOnTop', false)
  const loose = await later.until((state) => !windowOf(state).alwaysOnTop)
  expect(windowOf(loose).marks).toMatchObject({ onAllWorkspaces: false, onTopLevel: 'normal' })
})

for (const moves of ['before', 'after'] as const)
  test(`a window returns to a reconnected monitor, if it was moved ${moves} the event`, async ({
    openApp,
    userData,
    time,
  }) => {
    const app = await openApp()
    const desktop = desktopOf(app)
    await desktop.control({ do: 'displays', displays: [left, right] })
    await time.turn(3_000)
    const wish = { x: 2500, y: 200, width: 900, height: 700 }
    await desktop.control({ do: 'bounds', bounds: wish })
    const file = join(userData, 'settings.json')
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"Wall"')

    await desktop.control({ do: 'displays', displays: [left], moves })
    await time.turn(3_000)
    const moved = await desktop.until((state) => windowOf(state).bounds.x < 1920)
    const { x, width } = windowOf(moved).bounds
    expect(x + width).toBeLessThanOrEqual(1920)
    // Reconnected, the display has another id but the same name.
    await desktop.control({ do: 'displays', displays: [left, { ...right, id: 7 }] })
    const back = await desktop.until((state) => windowOf(state).bounds.x >= 1920)
    expect(windowOf(back).bounds).toEqual(wish)
  })

for (const [what, bounds] of [
  ['10,000 pixels away', { x: 10_000, y: 10_000, width: 900, height: 700 }],
  ['of no size', { x: 100, y: 100, width: 0, height: 0 }],
] as const) {
  test(`a window saved ${what} is moved to where it is visible`, async ({
    openApp,
    userData,
    time,
  }) => {
    const first = await openApp()
    const desktop = desktopOf(first)
    // At first, the window manager may still move it.
    await time.turn(1_000)
    await desktop.control({ do: 'bounds', bounds: { x: 50, y: 60, width: 900, height: 700 } })
    const file = join(userData, 'settings.json')
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"window": {')
    await first.quit()
    const settings = JSON.parse(await readFile(file, 'utf8')) as { window: { bounds: object } }
    settings.window.bounds = bounds
    await writeFile(file, JSON.stringify(settings))

    const again = desktopOf(await openApp())
    const state = await again.until((current) => windowOf(current).visible)
    const { x, y, width, height } = windowOf(state).bounds
    const [display] = state.displays
    expect(x).toBeGreaterThanOrEqual(0)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(x + width).toBeLessThanOrEqual(display?.workArea.width ?? 0)
    expect(y + height).toBeLessThanOrEqual(display?.workArea.height ?? 0)
    expect(width).toBeGreaterThan(300)
    expect(height).toBeGreaterThan(200)
  })
}

const longSleep = { annotation: { type: notes.reason, description: 'half a minute, step by step' } }
test(
  'no agent is queried during sleep, and the clocks are right afterwards',
  longSleep,
  async ({ watchingBoard, time }) => {
    const { gateway, app, board } = await watchingBoard()
    const desktop = desktopOf(app)
    const [agentId = ''] = idsOf(gateway)
    const callId = gateway.hold(agentId)
    await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
    const seconds = await board.heldSeconds(callId)

    await desktop.control({ do: 'power', event: 'suspend' })
    await expect(board.row(callId)).toHaveAttribute('data-stale', 'true')
    const before = gateway.stats.requests.holdlistex
    // The clock on the page ticks once a second.
    await time.turn(31_000)
    expect(await board.heldSeconds(callId)).toBeGreaterThanOrEqual(seconds + 30)
    expect(gateway.stats.requests.holdlistex).toBe(before)

    await desktop.control({ do: 'power', event: 'resume' })
    await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
    expect(await board.heldSeconds(callId)).toBeGreaterThanOrEqual(seconds + 30)
  },
)

test('an unlocked screen shows a board that was just updated', async ({ watchingBoard, time }) => {
  const { gateway, app } = await watchingBoard()
  const desktop = desktopOf(app)
  const before = gateway.stats.requests.holdlistex
  const at = time.now()
  await desktop.control({ do: 'power', event: 'lock-screen' })
  await desktop.control({ do: 'power', event: 'unlock-screen' })
  await time.turn(2_000)
  expect(gateway.stats.requests.holdlistex).toBeGreaterThanOrEqual(before + 6)
  // Idle agents are otherwise queried once a minute.
  expect(time.now() - at).toBeLessThan(5_000)
})

test('a change of language applies to the tray', async ({ openApp }) => {
  const app = await openApp()
  const desktop = desktopOf(app)
  await setPreference(app.page, 'language', 'zh-CN')
  const state = await desktop.until((current) => labels(current).includes('退出'))
  expect(state.trays[0]?.toolTip).toContain('尚未完成设置')
})
