import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { SavedRoster } from '../../src-shared/contract/index.ts'
import { type HeldWish, openFloor } from './floor.ts'
import { setPreference } from '../../e2e/fixtures/preferences.ts'
import { allWidths } from './looks.ts'
import type { Scene, Stage, Story } from './story.ts'

const wideAndNarrow = ['wide', 'narrow'] as const
const anyDesk = ['wide', 'narrow', 'wall'] as const

/** The held calls in the pictures of the board. */
export const held: readonly HeldWish[] = [
  { agent: 0, heldMs: 342_000, skill: 'billing', holdNumber: 3, earlierMs: 208_000 },
  { agent: 6, heldMs: 151_000, skill: 'voice' },
  { agent: 11, heldMs: 128_000, skill: 'retention', doubtMs: null },
  { agent: 9, heldMs: 84_000, skill: 'voice', feature: 7, holdNumber: 2, earlierMs: 98_000 },
  { agent: 4, heldMs: 63_000, skill: 'tech level 2', gap: true },
  { agent: 14, heldMs: 31_000, skill: 'tech level 2', feature: 51 },
  { agent: 17, heldMs: 6_000, skill: 'voice' },
]
const around = {
  talking: [1, 3, 8, 12],
  resting: [
    [2, 'rest'],
    [10, 'wrap-up'],
    [13, 'busy'],
  ],
  signedOut: [18],
} as const

const idOf = ({ gateway }: Stage, index: number) => gateway.accounts.agents[index]?.agentId ?? ''
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
/** The topmost dialog. */
const dialog = (page: Page) => page.getByRole('dialog').last()
const inDialog = (page: Page, name: string) =>
  dialog(page).getByRole('button', { name, exact: true })

export const everybodyAsked = ({ page }: Stage) =>
  page.locator('[data-state="waiting"]').first().waitFor({ state: 'detached' })

/** Makes one agent unobservable, and waits until the board shows the state of all agents. */
async function settle(stage: Stage): Promise<void> {
  const { page, board, gateway } = stage
  gateway.fault({ kind: 'status', status: 503, match: 'holdlistex', agentId: idOf(stage, 5) })
  await board.agent(idOf(stage, 5)).and(page.locator('[data-state="unseen"]')).waitFor()
  await board.agent(idOf(stage, 1)).and(page.locator('[data-state="talking"]')).waitFor()
  await board.rows.nth(held.length - 1).waitFor()
  await everybodyAsked(stage)
}

const looking: Scene[] = [
  {
    name: 'desk',
    sizes: allWidths,
    async go(stage) {
      const { page } = stage
      await setPreference(page, 'hintDismissed', true)
      await settle(stage)
      // It opens by itself, but is not part of the usual board.
      const close = button(page, 'Close coverage')
      if (await close.isVisible()) await close.click()
    },
  },
  {
    name: 'compact',
    sizes: ['wide'],
    density: 'compact',
    go: async () => {},
  },
  {
    name: 'wallboard',
    sizes: ['wall', 'wide', 'w3440'],
    density: 'wallboard',
    go: ({ page }) => page.getByRole('contentinfo').waitFor(),
  },
  {
    name: 'wall-agents',
    sizes: ['wall'],
    density: 'wallboard',
    async go({ page }) {
      await button(page, /agent is not visible/).click()
      await dialog(page).waitFor()
    },
  },
  {
    name: 'drawer',
    sizes: ['narrow'],
    async go({ page }) {
      await button(page, /Show agents/).click()
      await dialog(page).waitFor()
    },
  },
  {
    name: 'signs',
    sizes: wideAndNarrow,
    async go({ page }) {
      await setPreference(page, 'hintDismissed', false)
      await button(page, 'Got it').waitFor()
    },
    leave: ({ page }) => button(page, 'Got it').click(),
  },
  {
    name: 'coverage',
    sizes: ['wide'],
    async go({ page }) {
      const summary = page.getByRole('region', { name: 'Coverage' })
      if (!(await summary.isVisible())) await button(page, /of 20 visible/).click()
      await summary.waitFor()
    },
    leave: ({ page }) => button(page, 'Close coverage').click(),
  },
  {
    name: 'details',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      await board.rows.nth(1).dblclick({ position: { x: 200, y: 12 } })
      await dialog(page).getByText('This agent’s holds today').waitFor()
    },
  },
  {
    name: 'menu',
    sizes: ['wide'],
    async go({ page }) {
      await button(page, 'Menu').click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'menu-narrow',
    sizes: ['narrow'],
    async go({ page }) {
      await button(page, 'Menu').click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'shortcuts',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      await board.openMenu('Keyboard shortcuts')
      await dialog(page).waitFor()
    },
  },
  {
    name: 'about',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      await board.openMenu('About Holdwatch…')
      await dialog(page).locator('summary').first().click()
    },
  },
]

const arranging: Scene[] = [
  {
    name: 'by-agent',
    sizes: wideAndNarrow,
    async go(stage) {
      await setPreference(stage.page, 'hintDismissed', true)
      await settle(stage)
      await stage.page.getByLabel('Grouping').selectOption('By agent')
    },
  },
  {
    name: 'by-skill',
    sizes: anyDesk,
    go: ({ page }) => page.getByLabel('Grouping').selectOption('By skill'),
  },
  {
    name: 'wall-by-skill',
    sizes: ['wall'],
    density: 'wallboard',
    go: ({ page }) => page.getByRole('contentinfo').waitFor(),
  },
  {
    name: 'filter',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.getByLabel('Grouping').selectOption('No grouping')
      await button(page, 'Filter').click()
      await page.getByRole('checkbox', { name: 'voice' }).check()
    },
  },
  {
    name: 'views',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, 'Views').click()
      await page.getByLabel('View name').fill('Voice')
      await button(page, 'Save view').click()
      await page.getByLabel('View name').fill('Late')
    },
    async leave({ page }) {
      await page.keyboard.press('Escape')
      await button(page, 'Show all').click()
    },
  },
  {
    name: 'nothing-found',
    sizes: ['wide'],
    async go({ page }) {
      await page.getByRole('searchbox', { name: 'Search' }).fill('Nobody')
      await page.getByText('No held calls match').waitFor()
    },
    leave: ({ page }) => button(page, 'Show all').first().click(),
  },
  {
    name: 'row',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      const [first, second, third] = await board.rows.all()
      await first?.press('s')
      await button(page, '1 min').click()
      await second?.press('a')
      await third?.press('r')
      await page.getByRole('button', { name: /^Hide the number/ }).waitFor()
    },
  },
  {
    name: 'snooze-choice',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      await board.rows.nth(3).press('s')
      await button(page, '1 min').waitFor()
    },
  },
  {
    name: 'snoozed',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.evaluate(() => window.holdwatch.request('alerts.snooze_all', { minutes: 15 }))
      await button(page, /^Alerts snoozed/).waitFor()
    },
    leave: ({ page }) => button(page, /^Alerts snoozed/).click(),
  },
  {
    name: 'privacy',
    sizes: wideAndNarrow,
    async go({ page }) {
      await setPreference(page, 'privacyMode', true)
      await page.getByText('••••', { exact: true }).first().waitFor()
    },
    leave: ({ page }) => setPreference(page, 'privacyMode', false),
  },
]

const managing: Scene[] = [
  {
    name: 'add-agents',
    sizes: wideAndNarrow,
    async go(stage) {
      const { page } = stage
      await setPreference(page, 'hintDismissed', true)
      await settle(stage)
      await button(page, 'Add agents').click()
      await dialog(page).getByLabel('Agent IDs').fill('10401 x7')
      await inDialog(page, 'Add to board').click()
      await dialog(page).getByText('No agents were added').waitFor()
    },
  },
  {
    name: 'remove-agent',
    sizes: wideAndNarrow,
    async go(stage) {
      const agent = stage.board.agent(idOf(stage, 9))
      await agent.hover()
      await agent.getByRole('button', { name: /Remove/ }).click()
      await dialog(stage.page).waitFor()
    },
  },
  {
    name: 'trusted',
    sizes: wideAndNarrow,
    async go({ page, board }) {
      await board.openMenu('Trusted gateways…')
      await button(page, /^Remove trust in .*127/).click()
      await inDialog(page, 'Stop trusting').waitFor()
    },
  },
  {
    name: 'rosters-none',
    sizes: ['wide'],
    async go({ page }) {
      await button(page, /^Rosters/).click()
      await dialog(page).getByText('You have no rosters yet').waitFor()
    },
  },
  {
    name: 'rosters',
    sizes: ['wide'],
    async go({ page, gateway }) {
      const all = gateway.accounts.agents.map(({ agentId, name }) => ({ agentId, name }))
      const late = [...all.slice(6), { agentId: '10777', name: 'Rosa Silva' }]
      await saveRoster(page, { name: 'Early shift', agents: all })
      await saveRoster(page, { name: 'Late shift', agents: late })
      await button(page, /^Rosters/).click()
      await inDialog(page, 'Delete Late shift').click()
      await inDialog(page, 'Keep').waitFor()
    },
    leave: ({ page }) => inDialog(page, 'Keep').click(),
  },
  {
    name: 'roster-switch',
    sizes: ['wide'],
    go: ({ page }) => inDialog(page, 'Switch to Late shift…').click(),
    leave: ({ page }) => inDialog(page, 'Back').click(),
  },
  {
    name: 'roster-file',
    sizes: ['wide'],
    go: (stage) => importFile(stage, inDialog(stage.page, 'Import CSV…')),
    leave: ({ page }) => inDialog(page, 'Cancel').click(),
  },
  {
    name: 'roster-editor',
    sizes: ['wide'],
    go: ({ page }) => fillRoster(page),
    leave: ({ page }) => leaveUnsaved(page),
  },
  {
    name: 'rosters-narrow',
    sizes: ['narrow'],
    async go({ page }) {
      await button(page, /Show agents/).click()
      await button(page, /^Rosters/).click()
      await inDialog(page, 'New roster').waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'roster-file-narrow',
    sizes: ['narrow'],
    go: (stage) => importFile(stage, inDialog(stage.page, 'Import CSV…')),
    leave: ({ page }) => inDialog(page, 'Cancel').click(),
  },
  {
    name: 'roster-editor-narrow',
    sizes: ['narrow'],
    go: ({ page }) => fillRoster(page),
    leave: ({ page }) => leaveUnsaved(page),
  },
]

const noting: Scene[] = [
  {
    name: 'dialog',
    sizes: wideAndNarrow,
    async go(stage) {
      const { page } = stage
      await setPreference(page, 'hintDismissed', true)
      await setPreference(page, 'notes', true)
      await settle(stage)
      await writeNote(stage)
    },
  },
  {
    name: 'too-long',
    sizes: wideAndNarrow,
    async go(stage) {
      const text = await writeNote(stage)
      await text.fill('请尽快取回通话 Please go back to the call. '.repeat(24))
    },
  },
  {
    name: 'confirmation',
    sizes: wideAndNarrow,
    async go(stage) {
      const text = await writeNote(stage)
      await text.press('Enter')
      await inDialog(stage.page, 'Send').waitFor()
    },
    async leave({ page }) {
      await inDialog(page, 'Edit').click()
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'refused',
    sizes: wideAndNarrow,
    async go(stage) {
      stage.gateway.fault({ kind: 'retcode', code: '100-006', match: 'sendnote', times: 1 })
      await sendNote(stage)
      await dialog(stage.page).getByRole('alert').waitFor()
    },
  },
  {
    name: 'accepted',
    sizes: anyDesk,
    async go(stage) {
      await sendNote(stage)
      await stage.page.getByText(/^note accepted/).waitFor()
    },
  },
]

/** Opens the dialog for the row that is held longest; returns its text field. */
async function writeNote({ page, board }: Stage): Promise<Locator> {
  await board.rows.first().press('w')
  const text = dialog(page).getByRole('textbox', { name: 'Text' })
  await text.waitFor()
  return text
}

async function sendNote(stage: Stage): Promise<void> {
  const text = await writeNote(stage)
  await text.press('Enter')
  await inDialog(stage.page, 'Send').click()
}

const saveRoster = (page: Page, roster: SavedRoster) =>
  page.evaluate(
    (change) => window.holdwatch.request('rosters.save', { before: null, ...change }),
    roster,
  )

/** Fills in a roster that cannot be saved yet, with agents from an email. */
async function fillRoster(page: Page): Promise<void> {
  await inDialog(page, 'New roster').click()
  await inDialog(page, 'Paste IDs').click()
  const mail = 'also Tom (10777), from 14:30 on'
  await dialog(page).getByLabel('Any text with agent IDs').fill(mail)
  await inDialog(page, 'Add to roster').click()
  await dialog(page).getByText('1 agent was found').waitFor()
  await inDialog(page, 'Save').click()
  await dialog(page).getByText('Give the roster a name').waitFor()
}

/** Imports a file with a title, extensions that look like ids, and rejected lines. */
async function importFile({ page, shell, userData }: Stage, button: Locator): Promise<void> {
  const path = join(userData, 'early shift.csv')
  await writeFile(
    path,
    [
      'Early shift;;;',
      'Extension;Agent ID;Name;Team',
      '4412;10401;Chen Wei;Billing',
      '4413;10402;Maria Lopez;Billing',
      '4414;10777;Rosa Silva;Retention and very important customers',
      '4415;10,403;Tom;Voice',
      '4416;x7;Li Na;Voice',
      '4417;10402;Maria;Voice',
    ].join('\r\n'),
  )
  await button.click()
  const { dialogs } = await shell.until((state) => state.dialogs.some(({ open }) => open))
  const { id = 0 } = dialogs.find(({ open }) => open) ?? {}
  await shell.control({ do: 'dialog', id, answer: { filePaths: [path] } })
  await dialog(page).getByText('3 agents were found.').waitFor()
}

async function leaveUnsaved(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await inDialog(page, 'Discard changes').click()
}

const open: Story['open'] = (setting) => openFloor({ held, ...around, pastDays: 7 }, setting)

/** The board while it is viewed, sorted, filtered and acted on; each time with recent holds. */
export const board: Story = { name: 'board', open, scenes: looking }
export const tools: Story = { name: 'tools', open, scenes: arranging }
export const agents: Story = { name: 'agents', open, scenes: managing }

/** Notes to agents, who do not go back to the call. */
export const notes: Story = {
  name: 'notes',
  open: (setting) =>
    openFloor({ gateway: { noteEffect: 0 }, held, ...around, pastDays: 0 }, setting),
  scenes: noting,
}

const busy = Array.from({ length: 34 }, (_, index) => ({
  agent: (index * 7) % 60,
  heldMs: 4_000 + ((index * 7_919) % 420) * 1_000,
  skill: ['billing', 'voice', 'retention', 'tech level 2'][index % 4] ?? '',
  feature: [0, 0, 7, 51][index % 4] ?? 0,
  ...(index % 6 === 1 ? { holdNumber: 2, earlierMs: 65_000 } : {}),
  ...(index % 9 === 2 ? { doubtMs: null } : {}),
}))

/** More held calls than a supervisor would ever expect. */
export const crowd: Story = {
  name: 'crowd',
  open: (setting) => openFloor({ gateway: { agents: 60 }, held: busy, pastDays: 0 }, setting),
  scenes: [
    {
      name: 'compact',
      sizes: anyDesk,
      async go(stage) {
        await setPreference(stage.page, 'hintDismissed', true)
        await stage.board.rows.nth(busy.length - 1).waitFor({ state: 'attached' })
        await everybodyAsked(stage)
      },
    },
    {
      name: 'wallboard',
      sizes: ['wall', 'wide'],
      density: 'wallboard',
      go: ({ page }) => page.getByRole('contentinfo').waitFor(),
    },
    {
      name: 'unseen',
      sizes: ['wide', 'w800'],
      async go(stage) {
        const { gateway, page, board } = stage
        const fail = (index: number, fault: object) =>
          gateway.fault({ kind: 'status', status: 503, ...fault, agentId: idOf(stage, index) })
        for (const { agent } of busy.slice(1, 21)) fail(agent, {})
        fail(0, { kind: 'retcode', code: '300-001' })
        await page.locator('summary').getByText('HTTP error · 20').waitFor()
        await board.agent(idOf(stage, 0)).locator('[aria-expanded]').click()
      },
      leave: async ({ gateway }) => gateway.clearFaults(),
    },
  ],
}

const longNames = [
  '欧阳明月（夜班投诉处理组组长）',
  '司马相如·阿卜杜热西提',
  'Maximiliane von Hohenstein-Wartenberg',
  '王芳',
  '古丽娜尔·买买提江·阿不都热合曼',
  'Wolfgang Amadeus Featherstonehaugh-Cholmondeley',
  '诸葛亮亮',
  'Nguyễn Thị Phương Thảo',
]
const longSkills = [
  '售后服务与投诉处理技能队列（夜班）',
  '信用卡',
  'Enterprise technical support, level 2',
  '宽带报修',
]

/** Names that are longer than the space for them. */
export const names: Story = {
  name: 'names',
  open: (setting) =>
    openFloor(
      {
        gateway: { agents: 10, nameOf: (index) => longNames[index % longNames.length] ?? '' },
        held: [412, 3_725, 138, 95, 47, 12].map((seconds, index) => ({
          agent: index,
          heldMs: seconds * 1_000,
          skill: longSkills[index % longSkills.length] ?? '',
          feature: [0, 52, 51, 7, 41, 99][index] ?? 0,
          ...(index % 2 === 0 ? { holdNumber: 12, earlierMs: 4_208_000, gap: true } : {}),
        })),
        talking: [7],
        signedOut: [8],
        pastDays: 3,
      },
      setting,
    ),
  scenes: [
    {
      name: 'compact',
      sizes: anyDesk,
      async go(stage) {
        await setPreference(stage.page, 'hintDismissed', true)
        const broken = idOf(stage, 6)
        stage.gateway.fault({ kind: 'status', status: 503, match: 'holdlistex', agentId: broken })
        await stage.board.agent(broken).and(stage.page.locator('[data-state="unseen"]')).waitFor()
        await stage.board.rows.nth(5).waitFor()
      },
    },
    {
      name: 'wallboard',
      sizes: ['wall', 'wide'],
      density: 'wallboard',
      go: ({ page }) => page.getByRole('contentinfo').waitFor(),
    },
    {
      name: 'drawer',
      sizes: ['narrow'],
      async go({ page }) {
        await button(page, /Show agents/).click()
        await dialog(page).waitFor()
      },
    },
    {
      name: 'history',
      sizes: wideAndNarrow,
      async go({ page, board }) {
        await board.openView('History')
        await page.getByRole('radio', { name: 'Last 7 days' }).check({ force: true })
        await page.getByRole('row').nth(5).waitFor()
      },
    },
  ],
}
