import type { Page } from '@playwright/test'
import { type Simulator, startSimulator } from '../../src-main/simulator/index.ts'
import { everybodyAsked, held } from './board.ts'
import { openFloor } from './floor.ts'
import { allWidths } from './looks.ts'
import { setPreference } from '../../e2e/fixtures/preferences.ts'
import type { Scene, Setting, Stage, Story } from './story.ts'

const wideAndNarrow = ['wide', 'narrow'] as const
const pageSizes = ['wide', 'narrow', 'w640', 'tall'] as const

/** The gateway that is added to the first one of a story, by that one. */
const seconds = new WeakMap<Simulator, Simulator>()
const secondOf = ({ gateway }: Stage): Simulator => {
  const second = seconds.get(gateway)
  if (second === undefined) throw new Error('The story has no second gateway')
  return second
}

/** A cluster of two nodes with a CC-CMS beside it, and another gateway. */
async function openSources(setting: Setting) {
  const cluster = { agents: 40, nodes: 2, unseen: '300-001', cms: true } as const
  const floor = await openFloor(
    { held, talking: [1, 3, 8, 12], pastDays: 0, gateway: cluster },
    setting,
  )
  const { now, setTimer } = setting.time
  const options = { agents: 8, firstAgentId: 20_401, shift: false, pollWaitMs: 1_000 }
  const second = await startSimulator({ ...options, now, setTimer })
  const [first, other] = second.accounts.agents
  second.hold(first?.agentId ?? '', { caller: '02155507001', skill: 'voice' })
  second.talk(other?.agentId ?? '')
  seconds.set(floor.gateway, second)
  return {
    ...floor,
    async end() {
      await second.stop()
      await floor.end()
    },
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const dialog = (page: Page) => page.getByRole('dialog').last()
const inDialog = (page: Page, name: string) =>
  dialog(page).getByRole('button', { name, exact: true })
const cardOf = (page: Page, origin: string) => page.locator(`[data-origin="${origin}"]`)

async function trust(page: Page) {
  await dialog(page).getByRole('checkbox').check()
  await inDialog(page, 'Trust this certificate').click()
}
async function signIn(page: Page, agentId: string, password: string) {
  await dialog(page).getByLabel('Inspector’s agent ID').fill(agentId)
  await dialog(page).getByLabel('Password', { exact: true }).fill(password)
  await inDialog(page, 'Sign in and add').click()
}
async function fillKey(page: Page, gateway: Simulator, secretKey: string) {
  await dialog(page)
    .getByLabel('Access key (AK)')
    .fill(gateway.cms?.accessKey ?? '')
  await dialog(page).getByLabel('Secret key (SK)').fill(secretKey)
  await dialog(page).getByLabel('VDN').fill(String(gateway.cms?.vdn))
  await inDialog(page, 'Check and add').click()
}
/** The agents of the second gateway are on the board, too. */
async function watchSecond(stage: Stage) {
  const agents = secondOf(stage).accounts.agents.map(({ agentId }) => ({ agentId }))
  const answer = await stage.page.evaluate(
    (input) => window.holdwatch.request('watch.add_agents', input),
    { agents },
  )
  if (!answer.ok) throw new Error(`The agents could not be added: ${answer.error.code}`)
}

const scenes: Scene[] = [
  {
    name: 'cluster',
    sizes: [...pageSizes, 'w480', 'w800', 'zoom200'],
    async go(stage) {
      await everybodyAsked(stage)
      await stage.board.openView('Sources')
      await stage.page.getByText('20 of 40 agents are on other nodes').waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'rename',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, /^Rename/).click()
      await page.getByLabel('Name', { exact: true }).fill('Shanghai')
    },
    async leave({ page }) {
      await button(page, 'Save').click()
      await button(page, 'Rename Shanghai').waitFor()
    },
  },
  {
    name: 'account',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, 'Add an inspector account').first().click()
      await dialog(page).getByLabel('Inspector’s agent ID').waitFor()
    },
    async leave({ page, gateway }) {
      const [, account] = gateway.accounts.inspectors
      await signIn(page, account?.agentId ?? '', account?.password ?? '')
      await dialog(page).waitFor({ state: 'detached' })
      await page.getByText(/agents are on other nodes/).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'address',
    sizes: wideAndNarrow,
    async go({ page }) {
      await button(page, 'Add a gateway').click()
      await dialog(page).getByLabel('Gateway address').fill('gateway-b.example')
    },
    leave: async () => {},
  },
  {
    name: 'address-refused',
    sizes: ['wide'],
    async go({ page, gateway }) {
      await dialog(page).getByLabel('Gateway address').fill(gateway.origin)
      await inDialog(page, 'Continue').click()
      await dialog(page).getByText('is a source already').waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'certificate',
    sizes: ['wide', 'narrow', 'zoom200'],
    async go(stage) {
      const { page } = stage
      await dialog(page).getByLabel('Gateway address').fill(secondOf(stage).origin)
      await inDialog(page, 'Continue').click()
      await inDialog(page, 'Trust this certificate').waitFor()
    },
    leave: ({ page }) => trust(page),
  },
  {
    name: 'sign-in',
    sizes: wideAndNarrow,
    go: ({ page }) => dialog(page).getByLabel('Inspector’s agent ID').waitFor(),
    leave: async () => {},
  },
  {
    name: 'sign-in-refused',
    sizes: ['wide'],
    async go(stage) {
      const { inspector } = secondOf(stage).accounts
      await signIn(stage.page, inspector.agentId, 'wrong')
      await stage.page.getByText('100-004').waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'sign-in-elsewhere',
    sizes: wideAndNarrow,
    async go(stage) {
      const second = secondOf(stage)
      const { agentId, password } = second.accounts.inspector
      second.signIn(agentId)
      await signIn(stage.page, agentId, password)
      await inDialog(stage.page, 'Take over session').waitFor()
    },
    async leave(stage) {
      const { page } = stage
      const second = secondOf(stage)
      second.signOut(second.accounts.inspector.agentId)
      await inDialog(page, 'Sign in and add').click()
      await dialog(page).waitFor({ state: 'detached' })
      await cardOf(page, second.origin).getByText('Connected').waitFor()
      await watchSecond(stage)
    },
  },
  {
    name: 'two',
    sizes: pageSizes,
    go: (stage) => cardOf(stage.page, secondOf(stage).origin).getByText('8 read from').waitFor(),
    leave: async () => {},
  },
  {
    name: 'removal',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.getByRole('button', { name: /^Remove 127/ }).click()
      await inDialog(page, 'Remove source').waitFor()
    },
  },
  {
    name: 'board',
    sizes: ['wide', 'narrow', 'wall', 'zoom150'],
    async go(stage) {
      await stage.board.openView('Held calls')
      await setPreference(stage.page, 'hintDismissed', true)
      await stage.board.rows.nth(held.length).waitFor()
      await everybodyAsked(stage)
      const close = button(stage.page, 'Close coverage')
      if (await close.isVisible()) await close.click()
    },
    leave: async () => {},
  },
  {
    name: 'details',
    sizes: ['wide'],
    async go({ page, board }) {
      await board.rows.nth(1).dblclick({ position: { x: 200, y: 12 } })
      await dialog(page).getByText('Read from').waitFor()
    },
  },
  {
    name: 'agent',
    sizes: ['wide'],
    async go(stage) {
      const { page } = stage
      const [, agent] = secondOf(stage).accounts.agents
      await stage.board
        .agent(agent?.agentId ?? '')
        .locator('button.name')
        .click()
      await page.getByText(/Visible to/).waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'board-down',
    sizes: allWidths,
    async go(stage) {
      const { page } = stage
      await secondOf(stage).goAway()
      await page.getByText(/no data since/).waitFor()
      await page.locator('tr[data-stale="true"]').first().waitFor()
      await page.getByText(/8 agents depend/).waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'wall-down',
    sizes: ['wall', 'wide'],
    density: 'wallboard',
    go: ({ page }) => page.getByRole('contentinfo').waitFor(),
    leave: async () => {},
  },
  {
    name: 'page-down',
    sizes: pageSizes,
    async go(stage) {
      const { page, board } = stage
      await board.openView('Sources')
      await cardOf(page, secondOf(stage).origin)
        .getByText(/Connection lost since/)
        .waitFor()
    },
    leave: async (stage) => {
      await secondOf(stage).comeBack()
      await button(stage.page, /^Retry 127/)
        .first()
        .click()
      await cardOf(stage.page, secondOf(stage).origin).getByText('Connected').waitFor()
    },
  },
  {
    name: 'key',
    sizes: wideAndNarrow,
    async go({ page, gateway }) {
      await button(page, 'Add a CC-CMS').click()
      await dialog(page)
        .getByLabel('CC-CMS address')
        .fill(gateway.cms?.origin ?? '')
      await inDialog(page, 'Continue').click()
      await trust(page)
      await dialog(page).getByLabel('Access key (AK)').waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'key-refused',
    sizes: wideAndNarrow,
    async go({ page, gateway }) {
      await fillKey(page, gateway, 'wrong')
      await dialog(page).getByText('rejected the signature').waitFor()
    },
    async leave({ page, gateway }) {
      await fillKey(page, gateway, gateway.cms?.secretKey ?? '')
      await dialog(page).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'three',
    sizes: pageSizes,
    async go({ page, gateway }) {
      const cms = cardOf(page, gateway.cms?.origin ?? '')
      await cms.getByText('Connected').waitFor()
      await cms.getByText(/\d read from/).waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'diagnostics-before',
    sizes: ['narrow'],
    async go({ page, board }) {
      await board.openView('Diagnostics')
      await button(page, 'Run check').waitFor()
      await page.getByText(/^Added:/).waitFor({ state: 'detached' })
    },
    leave: async () => {},
  },
  {
    name: 'diagnostics',
    sizes: ['tall', 'narrow', 'w480'],
    async go(stage) {
      const { page } = stage
      await secondOf(stage).goAway()
      await button(page, /^Run/).click()
      await page.getByText('The check failed for 1 of 3 sources').waitFor()
    },
    leave: async () => {},
  },
  {
    name: 'diagnostics-key',
    sizes: ['tall', 'narrow'],
    async go({ page, board, gateway }) {
      gateway.cms?.configure({ clockAheadMs: 3_600_000 })
      await board.openView('Sources')
      await cardOf(page, gateway.cms?.origin ?? '')
        .getByText(/^Stopped/)
        .waitFor()
      await page
        .getByRole('button', { name: /^Pause 127/ })
        .first()
        .click()
      await board.openView('Diagnostics')
      await button(page, /^Run/).click()
      await page.getByText(/differ by about 60 min/).waitFor()
      await page.getByText(/Paused and not checked/).waitFor()
    },
    leave: async () => {},
  },
]

/** Several sources on one page and one board: how they are added, and one that is down. */
export const sources: Story = { name: 'sources', open: openSources, scenes }
