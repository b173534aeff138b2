import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { everybodyAsked, held } from './board.ts'
import { openFloor } from './floor.ts'
import { setPreference } from '../../e2e/fixtures/preferences.ts'
import type { Scene, Stage, Story } from './story.ts'

const wideAndNarrow = ['wide', 'narrow'] as const
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const period = (page: Page, name: string) =>
  page.locator('label', { hasText: name }).filter({ has: page.getByRole('radio') })
/** Nothing is open, and Escape would return to the board. */
const stay: NonNullable<Scene['leave']> = () => Promise.resolve()
const backToBoard = ({ page }: Stage) => button(page, 'Back to the board').click()

const history: Scene[] = [
  {
    name: 'list',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      await setPreference(page, 'hintDismissed', true)
      await board.openView('History')
      await period(page, 'Last 7 days').click()
      await page.getByRole('row').nth(9).waitFor()
    },
    leave: stay,
  },
  {
    name: 'details',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.locator('tbody tr').nth(2).click()
      await page.getByText('hold of this call').first().waitFor()
    },
  },
  {
    name: 'agents',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, 'Agents').click()
      await page.getByRole('dialog').getByRole('checkbox').nth(1).check()
    },
    async leave({ page }) {
      await page.keyboard.press('Escape')
      await button(page, 'Clear filters').click()
    },
  },
  {
    name: 'own-range',
    sizes: wideAndNarrow,
    async go({ page }) {
      await period(page, 'Custom range').click()
      await page.getByLabel('From', { exact: true }).fill('2020-03-01T08:00')
      await page.getByLabel('To', { exact: true }).fill('2020-03-01T12:00')
      await page.getByText('No matching holds').waitFor()
    },
    leave: ({ page }) => period(page, 'Last 7 days').click(),
  },
  {
    name: 'charts',
    sizes: ['tall', 'wide', 'narrow'],
    async go({ page }) {
      await page.getByRole('tab', { name: 'Charts' }).click()
      await page.getByRole('heading', { name: 'Repeat holds' }).waitFor()
    },
    leave: stay,
  },
  {
    name: 'charts-as-tables',
    sizes: ['tall'],
    async go({ page }) {
      for (let count = 5; count > 0; count -= 1)
        await button(page, / as a table$/)
          .first()
          .click()
    },
    leave: ({ page }) => page.getByRole('tab', { name: 'List' }).click(),
  },
  {
    name: 'exported',
    sizes: wideAndNarrow,
    async go({ page, shell, userData }) {
      await button(page, /^Export .* rows…$/).click()
      const { dialogs } = await shell.until((state) => state.dialogs.some(({ open }) => open))
      const id = dialogs.find(({ open }) => open)?.id ?? 0
      const filePaths = [join(userData, 'held-calls.csv')]
      await shell.control({ do: 'dialog', id, answer: { filePaths } })
      await page.getByText('to held-calls.csv.').waitFor()
    },
    leave: stay,
  },
  {
    name: 'locked',
    sizes: wideAndNarrow,
    async go(stage) {
      lock = new DatabaseSync(join(stage.userData, 'history.db'))
      lock.exec('BEGIN IMMEDIATE')
      await stage.page.getByText('cannot be saved right now').waitFor()
    },
    async leave(stage) {
      lock?.close()
      await backToBoard(stage)
    },
  },
]
/** Another program that locks the file of the history. */
let lock: DatabaseSync | null = null

const settings: Scene[] = [
  {
    name: 'all',
    sizes: ['tall', 'wide', 'narrow'],
    async go({ page, board }) {
      const limits = { amberMs: 30_000, redMs: 90_000, criticalMs: 240_000 }
      await setPreference(page, 'skillLimits', [{ skill: 'retention', limits }])
      await setPreference(page, 'quietTime', { isOn: true, from: '20:00', to: '07:00' })
      await board.openView('Settings')
      await page.getByRole('heading', { name: 'History' }).waitFor()
    },
    leave: stay,
  },
  ...(['Limits', 'Alerts', 'History'] as const).map((group): Scene => ({
    name: group.toLowerCase(),
    sizes: wideAndNarrow,
    go: ({ page }) =>
      page
        .getByRole('heading', { name: group, exact: true })
        .evaluate((heading) => heading.parentElement?.scrollIntoView()),
    leave: stay,
  })),
  {
    name: 'refused',
    sizes: ['tall', 'narrow'],
    async go({ page }) {
      await page.getByLabel('Amber', { exact: true }).first().fill('5:00')
      await button(page, 'Add limits').click()
      await page.getByLabel('Keep hold history for').fill('5000')
      await page.keyboard.press('Tab')
      await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor()
    },
    leave: stay,
  },
  {
    name: 'discard',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor()
    },
    async leave({ page, board }) {
      await button(page, 'Discard').click()
      await board.openView('Settings')
    },
  },
  {
    name: 'no-match',
    sizes: ['wide'],
    async go({ page }) {
      await page.getByRole('searchbox', { name: 'Search settings' }).fill('printer')
      await page.getByText('No settings match').first().waitFor()
    },
    leave: ({ page }) => page.getByRole('searchbox', { name: 'Search settings' }).fill(''),
  },
  {
    name: 'reset',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, 'Reset all settings…').click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'delete-history',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, 'Delete hold history…').click()
      await page.getByRole('dialog').waitFor()
    },
    async leave(stage) {
      await stage.page.keyboard.press('Escape')
      await backToBoard(stage)
    },
  },
]

const diagnostics: Scene[] = [
  {
    name: 'good',
    sizes: ['tall', 'wide', 'narrow'],
    async go(stage) {
      const { page, board } = stage
      await setPreference(page, 'hintDismissed', true)
      await everybodyAsked(stage)
      await board.openView('Diagnostics')
      await button(page, /^Run/).click()
      await page.getByText('All checks passed.').waitFor()
    },
    leave: stay,
  },
  {
    name: 'report',
    sizes: ['tall', 'narrow'],
    async go({ page }) {
      await button(page, 'Show contents').click()
      await page.getByRole('region', { name: 'Report contents' }).waitFor()
    },
    leave: backToBoard,
  },
  {
    name: 'quiet',
    sizes: wideAndNarrow,
    async go({ page }) {
      await setPreference(page, 'quietTime', { isOn: true, from: '00:00', to: '23:59' })
      await page.getByText('Quiet hours').first().waitFor()
    },
  },
]

const open: Story['open'] = (setting) => openFloor({ held, talking: [1, 3], pastDays: 9 }, setting)

/** Past holds, settings and diagnostics. */
export const pastHolds: Story = { name: 'history', open, scenes: history }
export const preferences: Story = { name: 'settings', open, scenes: settings }
export const checks: Story = { name: 'diagnostics', open, scenes: diagnostics }
