/**
 * `npm run screenshots [-- FOLDER]`: pictures of every state of the window, made with the built app
 * and a simulated gateway. Those of the README go to resources/screenshots, all of them to FOLDER
 * (default: screenshots, which git ignores).
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type SavedHolds } from '../src-main/monitor/savedHolds.ts'
import { type Simulator, startSimulator } from '../src-main/simulator/index.ts'
import { type RunningShell, startShell } from './browser-shell/client.ts'
import { chromiumOptions } from './fixtures/chromium.ts'
import { BoardPage } from './pages/board.ts'
import { SetupPage } from './pages/setup.ts'

const folder = process.argv[2] ?? 'screenshots'
const readme = 'resources/screenshots'
const wide = { width: 1280, height: 800 }
const narrow = { width: 420, height: 760 }

async function open(
  browser: Browser,
  start: { userData: string; args?: string[]; dark?: boolean },
): Promise<{ shell: RunningShell; page: Page; shoot: (name: string) => Promise<void> }> {
  const shell = await startShell({ userDataDir: start.userData, args: start.args ?? [] })
  const page = await browser.newPage({
    viewport: wide,
    locale: 'en-GB',
    colorScheme: start.dark ? 'dark' : 'light',
  })
  await page.goto(shell.url)
  const shoot = async (name: string) => {
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: join(folder, `${name}.png`) })
  }
  return { shell, page, shoot }
}

const freshFolder = () => mkdtemp(join(tmpdir(), 'holdwatch-screenshots-'))

/** The first screen and the five steps, with what goes wrong there. */
async function setUpPictures(browser: Browser): Promise<void> {
  const userData = await freshFolder()
  const gateway = await startSimulator({ agents: 20, shift: false })
  const { shell, page, shoot } = await open(browser, { userData })
  const setup = new SetupPage(page)
  await page.getByRole('button', { name: /Connect to a gateway/ }).waitFor()
  await shoot('welcome-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot('welcome-dark')
  await setup.connect()
  await shoot('address-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await setup.checkAddress('127.0.0.1:9')
  await page.getByRole('alert').first().waitFor()
  await shoot('address-error-light')
  await setup.checkAddress(gateway.origin)
  await setup.trustButton.waitFor()
  await shoot('certificate-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot('certificate-dark')
  await page.setViewportSize(narrow)
  await shoot('certificate-narrow-dark')
  await page.setViewportSize(wide)
  await setup.trust()
  await setup.inspectorId.waitFor()
  await shoot('sign-in-dark')
  await setup.signIn({ agentId: gateway.accounts.inspector.agentId, password: 'wrong' })
  await page.getByText('100-004').waitFor()
  await page.emulateMedia({ colorScheme: 'light' })
  await shoot('sign-in-error-light')
  await page.getByRole('radio', { name: /With each agent’s own session/ }).check()
  await shoot('sign-in-agents-light')
  await page.getByRole('radio', { name: /With one inspector account/ }).check()
  gateway.signIn(gateway.accounts.inspector.agentId)
  await setup.signIn(gateway.accounts.inspector)
  await page.getByText('100-002').waitFor()
  await shoot('sign-in-elsewhere-light')
  gateway.signOut(gateway.accounts.inspector.agentId)
  await setup.signInButton.click()
  await page.getByRole('checkbox', { name: 'All agents' }).waitFor()
  await shoot('watch-list-light')
  await page.getByRole('tab', { name: 'Type or paste' }).click()
  await page.getByLabel('Agent ids').fill('10401, 10402 10401 99 x7 700001')
  await page.getByText('Named twice').waitFor()
  await shoot('watch-typed-light')
  await setup.watch(gateway.accounts.agents.map(({ agentId }) => agentId))
  await page.getByText('No call is on hold').waitFor()
  await new BoardPage(page).seesAll(20)
  await shoot('board-empty-light')
  await shell.quit()
  await page.close()
  await gateway.stop()
  await rm(userData, { recursive: true, force: true })
}

/** What is held on the pictures: agent, ms so far, earlier holds, how sure the start is. */
const scene = [
  { agent: 0, heldMs: 342_000, skill: 'billing', feature: 0, holdNumber: 3, earlierMs: 208_000 },
  { agent: 6, heldMs: 151_000, skill: 'voice', feature: 0 },
  { agent: 11, heldMs: 128_000, skill: 'retention', feature: 0, doubtMs: null },
  { agent: 9, heldMs: 87_000, skill: 'voice', feature: 7, holdNumber: 2, earlierMs: 98_000 },
  { agent: 4, heldMs: 63_000, skill: 'tech level 2', feature: 0, gap: true },
  { agent: 14, heldMs: 44_000, skill: 'tech level 2', feature: 51 },
  { agent: 17, heldMs: 19_000, skill: 'voice', feature: 0 },
]

/** The gateway holds the scene's calls; the app finds them among its own open holds. */
function holdScene(gateway: Simulator): SavedHolds {
  const holds = scene.map((wish, index) => {
    const { skill, feature } = wish
    const agentId = gateway.accounts.agents[wish.agent]?.agentId ?? ''
    const caller = `0215550${String(1234 + 977 * index)}`
    const callId = gateway.hold(agentId, { caller, called: caller, skill, feature })
    return {
      agentId,
      callId,
      callFeature: feature,
      skill,
      holdNumber: wish.holdNumber ?? 1,
      earlierMs: wish.earlierMs ?? 0,
      heldMs: wish.heldMs,
      unseenMs: 0,
      doubtMs: wish.doubtMs === undefined ? 1_000 : wish.doubtMs,
      gap: wish.gap ?? false,
    }
  })
  for (const index of [1, 3, 8, 12]) gateway.talk(gateway.accounts.agents[index]?.agentId ?? '')
  for (const [index, state] of [
    [2, 'rest'],
    [10, 'wrap-up'],
    [13, 'busy'],
  ] as const) {
    gateway.setState(gateway.accounts.agents[index]?.agentId ?? '', state)
  }
  gateway.signOut(gateway.accounts.agents[18]?.agentId ?? '')
  return { version: 1, origin: gateway.origin, savedAt: Date.now(), holds, earlier: [] }
}

/** The board, wide and narrow, and what it looks like when things go wrong. */
async function boardPictures(browser: Browser): Promise<void> {
  const userData = await freshFolder()
  const gateway = await startSimulator({ agents: 20, shift: false, pollWaitMs: 1_000 })
  const { inspector, agents } = gateway.accounts
  const provision = join(userData, 'provision.json')
  await writeFile(
    provision,
    JSON.stringify({
      version: 1,
      origin: gateway.origin,
      sha256: gateway.sha256,
      way: 'inspector',
      ...inspector,
      withoutLicence: true,
      agents: agents.map(({ agentId }) => agentId),
    }),
  )
  await writeFile(join(userData, 'open-holds.json'), JSON.stringify(holdScene(gateway)))
  const noAnswer = gateway.fault({
    kind: 'status',
    status: 503,
    match: 'holdlistex',
    agentId: agents[5]?.agentId ?? '',
  })
  const { shell, page, shoot } = await open(browser, {
    userData,
    args: [`--provision=${provision}`],
    dark: true,
  })
  const board = new BoardPage(page)
  const [first, second] = agents
  await board
    .agent(agents[5]?.agentId ?? '')
    .and(page.locator('[data-state="unseen"]'))
    .waitFor()
  await board
    .agent(second?.agentId ?? '')
    .and(page.locator('[data-state="talking"]'))
    .waitFor()
  await shoot('board-dark')
  await copyFile(join(folder, 'board-dark.png'), join(readme, 'board.png'))
  await page.emulateMedia({ colorScheme: 'light' })
  await shoot('board-light')
  await page.setViewportSize(narrow)
  await shoot('board-narrow-light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await shoot('board-narrow-dark')
  await copyFile(join(folder, 'board-narrow-dark.png'), join(readme, 'board-narrow.png'))
  await page.setViewportSize(wide)
  await page.getByRole('button', { name: 'Menu' }).click()
  await shoot('board-menu-dark')
  await page.keyboard.press('Escape')
  await board.openMenu('Trusted gateways…')
  await shoot('trusted-dark')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add agents' }).click()
  await shoot('add-agents-dark')
  await page.keyboard.press('Escape')

  noAnswer()
  const stale = page.locator(`tr[data-agent-id="${first?.agentId ?? ''}"][data-stale="true"]`)
  await gateway.goAway()
  await stale.waitFor({ timeout: 20_000 })
  await page.getByText('The gateway is lost from sight').waitFor()
  await shoot('board-interrupted-dark')
  await gateway.comeBack()
  await page
    .locator('tr[data-stale="true"]')
    .first()
    .waitFor({ state: 'detached', timeout: 30_000 })
  await gateway.swapCertificate()
  await page.getByText('Watching has stopped').waitFor({ timeout: 20_000 })
  await shoot('board-stopped-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('button', { name: 'Look at the certificate' }).click()
  await page.getByText('has changed').waitFor()
  await shoot('certificate-changed-light')
  await shell.quit()
  await page.close()
  await gateway.stop()
  await rm(userData, { recursive: true, force: true })
}

await mkdir(folder, { recursive: true })
await mkdir(readme, { recursive: true })
const browser = await chromium.launch(await chromiumOptions())
try {
  await setUpPictures(browser)
  await boardPictures(browser)
} finally {
  await browser.close()
}
