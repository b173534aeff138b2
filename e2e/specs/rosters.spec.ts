import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { RunningShell } from '../../tools/browser-shell/server/client.ts'
import { desktopOf, expect, idsOf, test } from '../fixtures/app.ts'
import { axeFindings } from '../fixtures/axe.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'
import { notes } from '../../tools/testReport.ts'

/** The topmost dialog. */
const dialog = (page: Page): Locator => page.getByRole('dialog').last()
const button = (page: Page, name: string): Locator =>
  dialog(page).getByRole('button', { name, exact: true })
const openRosters = (page: Page) => page.getByRole('button', { name: /^Rosters/ }).click()
/** Answers the system's open dialog, like a user; null cancels it. */
async function answer(desktop: RunningShell, path: string | null): Promise<void> {
  const { dialogs } = await desktop.until((state) => state.dialogs.some(({ open }) => open))
  const { id = 0 } = dialogs.find(({ open }) => open) ?? {}
  await desktop.control({ do: 'dialog', id, answer: path === null ? {} : { filePaths: [path] } })
}
/** The ids of the panel's agents. */
const watched = (page: Page): Promise<(string | null)[]> =>
  page
    .getByRole('complementary')
    .locator('[data-agent-id]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-agent-id')).sort())

const manyLooks = { annotation: { type: notes.reason, description: 'five looks with axe-core' } }
test(
  'two shifts can be created, switched between after a preview, renamed and deleted',
  manyLooks,
  async ({ watchingBoard }) => {
    const { gateway, page, board } = await watchingBoard()
    const [first = '', second = '', ...rest] = idsOf(gateway)
    const staying = gateway.hold(second)
    const leaving = gateway.hold(first)
    await expect(board.rows).toHaveCount(2)

    // The early shift: the watched agents.
    await openRosters(page)
    await expect(dialog(page)).toContainText('You have no rosters yet.')
    expect(await axeFindings(page)).toEqual([])
    await button(page, 'New roster').click()
    await expect(dialog(page).getByLabel('Name', { exact: true })).toBeFocused()
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await expect(dialog(page)).toContainText('Give the roster a name')
    expect(await axeFindings(page)).toEqual([])
    await dialog(page).getByLabel('Name', { exact: true }).fill('Early shift')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await expect(dialog(page).getByRole('listitem')).toContainText('monitored now')

    // The late shift: all but the first, and one from an email.
    await button(page, 'New roster').click()
    await dialog(page).getByLabel('Name', { exact: true }).fill('Late shift')
    await dialog(page).getByRole('checkbox', { name: first }).uncheck()
    await button(page, 'Paste IDs').click()
    await dialog(page).getByLabel('Any text with agent IDs').fill('also Tom (10777), from 14:30 on')
    await button(page, 'Add to roster').click()
    await expect(dialog(page)).toContainText('1 agent was found.')
    await expect(dialog(page)).toContainText('14:30 is not a number')
    await expect(dialog(page).getByRole('checkbox', { name: /10777/ })).toBeChecked()
    expect(await axeFindings(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Save' }).click()

    await button(page, 'Switch to Late shift…').click()
    await expect(dialog(page)).toContainText(
      '6 agents will be monitored: 1 added, 1 removed, 5 unchanged.',
    )
    await expect(dialog(page)).toContainText('1 held call will be removed from the board')
    expect(await axeFindings(page)).toEqual([])
    await expect(board.rows).toHaveCount(2)
    await button(page, 'Switch').click()
    await expect(dialog(page)).toHaveCount(0)
    await expect(board.row(leaving)).toHaveCount(0)
    await expect(board.row(staying)).toBeVisible()
    expect(await watched(page)).toEqual([second, ...rest, '10777'].sort())
    await expect(page.getByRole('button', { name: /^Rosters/ })).toHaveText(/Late shift$/)

    // With the keyboard only: rename it, then delete the other one.
    await page.getByRole('button', { name: /^Rosters/ }).press('Enter')
    await button(page, 'Edit Late shift').press('Enter')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Night shift')
    await page.keyboard.press('Enter')
    await expect(dialog(page).getByRole('listitem')).toHaveCount(2)
    await button(page, 'Delete Early shift').press('Enter')
    expect(await axeFindings(page)).toEqual([])
    await button(page, 'Delete roster').press('Enter')
    await expect(dialog(page).getByRole('listitem')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /^Rosters/ })).toBeFocused()
    await expect(page.getByRole('button', { name: /^Rosters/ })).toHaveText(/Night shift$/)
  },
)

const twoStarts = { annotation: { type: notes.reason, description: 'two starts of the app' } }
test(
  'rosters can be imported from CSV files in any encoding and exported, and survive a restart',
  twoStarts,
  async ({ openApp, watchingBoard, userData }) => {
    const { gateway, app, page } = await watchingBoard({ app: { keyRing: true } })
    const desktop = desktopOf(app)
    const [first = '', second = ''] = idsOf(gateway)
    const source = join(userData, 'shift.csv')
    // 工号,姓名 and 李娜 in GBK, as written by spreadsheets in China.
    const header = [0xb9, 0xa4, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb]
    const name = [0xc0, 0xee, 0xc4, 0xc8]
    await writeFile(
      source,
      Buffer.concat([
        Buffer.from(header),
        Buffer.from(`\r\n${first},`),
        Buffer.from(name),
        Buffer.from(`\r\n${second},=1+1\r\n70000000,x\r\n`),
      ]),
    )

    await openRosters(page)
    await button(page, 'Import CSV…').click()
    await answer(desktop, null)
    await expect(dialog(page)).toContainText('You have no rosters yet.')
    await button(page, 'Import CSV…').click()
    await answer(desktop, source)
    await expect(dialog(page)).toContainText('2 agents were found.')
    await expect(dialog(page)).toContainText('Line 4: “70000000” is not between')
    await expect(dialog(page).getByLabel('Text encoding')).toHaveValue('gbk')
    expect(await axeFindings(page)).toEqual([])
    await button(page, 'Use this list').click()
    await expect(dialog(page).getByLabel('Name', { exact: true })).toHaveValue('shift')
    await dialog(page).getByRole('button', { name: 'Save' }).click()

    const target = join(userData, 'written.csv')
    await button(page, 'Export shift as CSV').click()
    await answer(desktop, target)
    await expect(dialog(page)).toContainText('Exported shift to written.csv.')
    const written = await readFile(target, 'utf8')
    expect(written).toMatch(new RegExp(`^\uFEFFid,name\r\n${first},.+\r\n${second},.+\r\n$`))

    await app.quit()
    const { page: again } = await openApp({ keyRing: true })
    await again.getByLabel('Password', { exact: true }).fill(gateway.accounts.inspector.password)
    await again.getByRole('button', { name: 'Sign in', exact: true }).click()
    await new BoardPage(again).seesAll(6)
    await openRosters(again)
    await expect(button(again, 'Switch to shift…')).toBeVisible()
  },
)

test('a file is reviewed before it is added or replaces the list, with the keyboard only', async ({
  openApp,
  openGateway,
  userData,
}) => {
  const gateway = await openGateway()
  const app = await openApp()
  const desktop = desktopOf(app)
  const { page } = app
  await page.setViewportSize({ width: 480, height: 640 })
  await page.emulateMedia({ colorScheme: 'dark' })
  const setup = new SetupPage(page)
  await setup.goToSignIn(gateway)
  await setup.signIn(gateway.accounts.inspector)
  const [first = '', second = ''] = idsOf(gateway)
  const importFile = async (name: string, text: string) => {
    await writeFile(join(userData, name), text)
    await page.getByRole('button', { name: 'Import CSV…' }).press('Enter')
    await answer(desktop, join(userData, name))
    await expect(dialog(page)).toContainText(`Import ${name}`)
  }
  const total = page.getByRole('status').filter({ hasText: 'will be monitored' })

  await importFile('one.csv', `Early shift\r\nExtension;Kennung;Name\r\n4412;${first};Chen\r\n`)
  await expect(dialog(page)).toContainText(`1 agent was found. ${first}`)
  await expect(dialog(page)).toContainText('Line 1: “Early shift” is above the column headers')
  await expect(dialog(page).getByLabel('Agent ID')).toBeFocused()
  expect(await axeFindings(page)).toEqual([])
  // Selects the other column, and returns.
  await page.keyboard.press('ArrowUp')
  await expect(dialog(page)).toContainText('1 agent was found. 4412')
  await page.keyboard.press('ArrowDown')
  await expect(dialog(page)).toContainText(`1 agent was found. ${first}`)
  await button(page, 'Use this list').press('Enter')
  await expect(page.getByRole('button', { name: 'Import CSV…' })).toBeFocused()
  await expect(total).toContainText('1 agent will be monitored')

  await importFile('two.csv', `id,name\n${second},"Li Na\n10777,Tom\n"10,405",Ann`)
  await expect(dialog(page)).toContainText('2 agents were found.')
  await expect(dialog(page)).toContainText('The quotation marks in line 2 do not match')
  expect(await axeFindings(page)).toEqual([])
  await button(page, 'Add to the list').press('Enter')
  await expect(total).toContainText('3 agents will be monitored')

  await importFile('two.csv', `id,name\n${second},Li Na\n10777,Tom\n"10,405",Ann`)
  await dialog(page).getByLabel('Ignore the thousands separator: 10,405 → 10405').press('Space')
  await expect(dialog(page)).toContainText('3 agents were found.')
  await button(page, 'Replace the list').press('Enter')
  await expect(total).toContainText('3 agents will be monitored')
  await page.keyboard.press('Enter')
  await answer(desktop, join(userData, 'one.csv'))
  await expect(dialog(page)).toContainText('Import one.csv')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Start monitoring' }).press('Enter')
  await new BoardPage(page).rows.first().or(page.getByText('No calls on hold')).waitFor()
  await page.getByRole('button', { name: /Show agents/ }).click()
  await expect(page.locator('[data-agent-id="10405"]')).toBeVisible()
  await expect(page.locator(`[data-agent-id="${first}"]`)).toHaveCount(0)
})

test('the coverage opens after the first round, says who is not observed and why, and can be reopened', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway({ nodes: 2 })
  const { page } = await openApp()
  const setup = new SetupPage(page)
  await setup.goToSignIn(gateway)
  await setup.signIn(gateway.accounts.inspector)
  await setup.watch([...idsOf(gateway), '10777'])
  const summary = page.getByRole('region', { name: 'Coverage' })
  await expect(summary).toContainText(/\d of 7 agents visible/)
  await expect(summary.getByRole('listitem').first()).toContainText(/ · \d/)
  await expect(summary.getByRole('listitem').first()).toContainText(/\w+\.$|\)$/)
  expect(await axeFindings(page)).toEqual([])
  await summary.getByRole('button', { name: 'Close coverage' }).click()
  await expect(summary).toHaveCount(0)
  const line = page.getByRole('button', { name: /\d of 7 visible/ })
  await expect(line).toBeFocused()
  await line.press('Enter')
  await expect(summary).toBeVisible()

  const before = gateway.stats.requests.holdlistex
  const lost = page.locator('[data-agent-id="10777"]')
  await lost.getByRole('button', { name: /^10777: / }).click()
  await expect(lost).toContainText(/For [\d:]+( s)?\./)
  await lost.getByRole('button', { name: 'Retry 10777' }).click()
  await expect.poll(() => gateway.stats.requests.holdlistex).toBeGreaterThan(before)
})

test('with agents’ own sessions, agents who join with a shift need credentials', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway({ authMode: 1 })
  const [agent, other] = gateway.accounts.agents
  if (agent?.guid === undefined || other?.guid === undefined) throw new Error('no static GUID')
  const { page } = await openApp()
  const setup = new SetupPage(page)
  const board = new BoardPage(page)
  await setup.goToSignIn(gateway)
  await page.getByRole('radio', { name: /Each agent’s own session/ }).check()
  await page.getByRole('radio', { name: /GUIDs from an administrator/ }).check()
  await page.getByRole('button', { name: 'Choose agents' }).click()
  await page.getByLabel('Agent ID, row 1').fill(agent.agentId)
  await page.getByLabel('GUID, row 1').fill(agent.guid)
  await page.getByRole('button', { name: 'Start monitoring' }).click()
  await expect(board.agent(agent.agentId)).toHaveAttribute('data-state', 'not-holding')

  await openRosters(page)
  await button(page, 'New roster').click()
  await dialog(page).getByLabel('Name', { exact: true }).fill('Early shift')
  await dialog(page).getByRole('button', { name: 'Save' }).click()
  await button(page, 'New roster').click()
  await dialog(page).getByLabel('Name', { exact: true }).fill('Late shift')
  await dialog(page).getByRole('checkbox', { name: agent.agentId }).uncheck()
  await button(page, 'Paste IDs').click()
  await dialog(page).getByLabel('Any text with agent IDs').fill(`${other.agentId} Maria Lopez`)
  await button(page, 'Add to roster').click()
  await dialog(page).getByRole('button', { name: 'Save' }).click()
  await expect(dialog(page)).toContainText('1 without credentials')

  await button(page, 'Switch to Late shift…').click()
  await expect(dialog(page)).toContainText('This agent has no credentials yet: Maria Lopez')
  await button(page, 'Switch').click()
  await expect(dialog(page).getByLabel('GUID, row 1')).toHaveAttribute('aria-invalid', 'true')
  expect(await axeFindings(page)).toEqual([])
  await dialog(page).getByLabel('GUID, row 1').fill(other.guid)
  await button(page, 'Switch').click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(board.agent(other.agentId)).toHaveAttribute('data-state', 'not-holding')
  await expect(board.agent(other.agentId)).toContainText('Maria Lopez')

  // Switches back and forth without entering them again.
  for (const [name, here] of [
    ['Early shift', agent],
    ['Late shift', other],
  ] as const) {
    await openRosters(page)
    await button(page, `Switch to ${name}…`).click()
    await button(page, 'Switch').click()
    await expect(board.agent(here.agentId)).toHaveAttribute('data-state', 'not-holding')
  }
  expect(await page.content()).not.toContain(other.guid)
})

const slow = { annotation: { type: notes.reason, description: '500 agents are drawn' } }
test(
  '500 agents: all have a state, any can be found, and the list scrolls to the last',
  slow,
  async ({ openApp, openGateway, time }) => {
    const gateway = await openGateway({ agents: 500 })
    const { page } = await openApp()
    await new SetupPage(page).complete(gateway)
    const panel = page.getByRole('complementary', { name: 'Agents' })
    await time.turn(30_000)
    await expect(panel.getByRole('button', { name: 'All 500 visible' })).toBeVisible()
    await expect(panel.getByRole('heading', { name: /· 500$/ })).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await panel.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    const names = gateway.accounts.agents.map(({ agentId }) => agentId)
    await expect(async () => {
      await panel.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      const last = panel.locator('[data-agent-id]').last()
      await expect(last).toBeInViewport({ timeout: 500 })
      expect(await panel.locator('ul').last().locator('li').count()).toBe(25)
    }).toPass()
    // Far fewer are rendered than exist.
    expect(await panel.locator('[data-agent-id]').count()).toBeLessThan(400)

    const name = names.at(-1) ?? ''
    await panel.getByRole('searchbox', { name: 'Find an agent' }).fill(name)
    await expect(panel.locator('[data-agent-id]')).toHaveCount(1)
    await expect(panel.locator('[data-agent-id]')).toHaveAttribute('data-agent-id', name)
  },
)
