import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { everybodyAsked } from './board.ts'
import { openFloor } from './floor.ts'
import type { Scene, Stage, Story } from './story.ts'

const wideAndNarrow = ['wide', 'narrow'] as const
const idsOf = ({ gateway }: Stage) => gateway.accounts.agents.map(({ agentId }) => agentId)

const scenes: Scene[] = [
  {
    name: 'welcome',
    sizes: wideAndNarrow,
    go: ({ page }) => page.getByRole('button', { name: /Connect to a gateway/ }).waitFor(),
  },
  {
    name: 'settings',
    sizes: ['wide'],
    async go({ page }) {
      await page.getByRole('button', { name: 'Language and other settings' }).click()
      await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor()
    },
    leave: ({ page }) => page.getByRole('button', { name: 'Back', exact: true }).click(),
  },
  {
    name: 'diagnostics',
    sizes: ['wide'],
    async go({ page, setup }) {
      await setup.connect()
      await page.getByRole('button', { name: 'Diagnostics' }).click()
      await page.getByText('Setup is not complete').waitFor()
    },
    leave: ({ page }) => page.getByRole('button', { name: 'Back', exact: true }).click(),
  },
  {
    name: 'address',
    sizes: wideAndNarrow,
    go: ({ setup }) => setup.address.waitFor(),
  },
  {
    name: 'address-refused',
    sizes: ['wide'],
    async go({ page, setup }) {
      await setup.checkAddress('127.0.0.1:9')
      await page.getByRole('alert').first().waitFor()
    },
  },
  {
    name: 'certificate',
    sizes: wideAndNarrow,
    async go({ gateway, setup }) {
      await setup.checkAddress(gateway.origin)
      await setup.trustButton.waitFor()
    },
  },
  {
    name: 'certificate-differs',
    sizes: wideAndNarrow,
    async go({ page, gateway }) {
      const other = gateway.sha256.replaceAll(/\d/g, (digit) => String(9 - Number(digit)))
      await page.getByLabel('Expected SHA-256').fill(other)
      await page.getByText('No match.').waitFor()
    },
  },
  {
    name: 'certificate-matches',
    sizes: ['wide'],
    async go({ page, gateway }) {
      await page.getByLabel('Expected SHA-256').fill(gateway.sha256)
      await page.getByText('Match.').waitFor()
    },
    leave: ({ setup }) => setup.trustButton.click(),
  },
  {
    name: 'sign-in',
    sizes: wideAndNarrow,
    go: ({ setup }) => setup.inspectorId.waitFor(),
  },
  {
    name: 'sign-in-refused',
    sizes: ['wide'],
    async go({ page, gateway, setup }) {
      const { agentId } = gateway.accounts.inspector
      await setup.signIn({ agentId, password: 'wrong' })
      await page.getByText('100-004').waitFor()
    },
  },
  {
    name: 'sign-in-elsewhere',
    sizes: wideAndNarrow,
    async go({ page, gateway, setup }) {
      gateway.signIn(gateway.accounts.inspector.agentId)
      await setup.signIn(gateway.accounts.inspector)
      await page.getByText('100-002').waitFor()
    },
    leave: async ({ gateway }) => gateway.signOut(gateway.accounts.inspector.agentId),
  },
  {
    name: 'sign-in-cms',
    sizes: ['wide', 'narrow', 'w640'],
    async go({ page }) {
      await page.getByRole('radio', { name: 'CC-CMS' }).check()
      await page.getByLabel('Access key (AK)').waitFor()
    },
  },
  {
    name: 'sign-in-agents',
    sizes: wideAndNarrow,
    go: ({ page }) => page.getByRole('radio', { name: /Each agent’s own session/ }).check(),
  },
  {
    name: 'credentials',
    sizes: wideAndNarrow,
    async go({ page, gateway }) {
      await page.getByRole('radio', { name: /Sign in as each agent/ }).check()
      await page.getByRole('button', { name: 'Choose agents' }).click()
      const [first, second] = gateway.accounts.agents
      await page.getByLabel('Agent ID, row 1').fill(first?.agentId ?? '')
      await page.getByLabel('Password, row 1').fill(first?.password ?? '')
      await page.getByLabel('Phone number, row 1').fill(first?.phone ?? '')
      await page.getByRole('button', { name: 'Add row' }).click()
      await page.getByLabel('Agent ID, row 2').fill(second?.agentId ?? '')
      await page.getByRole('button', { name: 'Start monitoring' }).click()
      await page.getByRole('alert').first().waitFor()
    },
  },
  {
    name: 'credentials-pasted',
    sizes: ['wide'],
    async go({ page }) {
      await page.getByRole('button', { name: 'Paste multiple agents' }).click()
      await page
        .getByRole('textbox', { name: /One agent per line|Paste/ })
        .fill('10405, Simulated-1, 70405\n99, Simulated-1\nJames 10406\n10407')
      await page.getByRole('button', { name: 'Add these lines' }).click()
      await page.getByText('lines could not be read').waitFor()
    },
    async leave({ page, gateway, setup }) {
      await page.getByRole('button', { name: 'Back', exact: true }).click()
      await page.getByRole('radio', { name: /One inspector account/ }).check()
      await setup.signIn(gateway.accounts.inspector)
    },
  },
  {
    name: 'agents',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.getByRole('checkbox', { name: 'All agents' }).waitFor()
      for (const id of ['10402', '10405', '10408']) {
        await page.getByRole('checkbox', { name: id }).check()
      }
    },
  },
  {
    name: 'agents-typed',
    sizes: wideAndNarrow,
    async go({ page }) {
      await page.getByRole('tab', { name: 'Type or paste' }).click()
      await page.getByLabel('Agent IDs').fill('10401, 10402 10401 99 x7 700001 10,403')
      await page.getByText('Entered twice').waitFor()
    },
  },
  {
    name: 'board-empty',
    sizes: wideAndNarrow,
    async go(stage) {
      await stage.setup.watch(idsOf(stage))
      await stage.page.getByText('No calls on hold').waitFor()
      await everybodyAsked(stage)
    },
  },
  {
    name: 'wall-empty',
    sizes: ['wall'],
    density: 'wallboard',
    go: ({ page }) => page.getByText('No calls on hold').waitFor(),
  },
  {
    name: 'history-empty',
    sizes: ['wide'],
    async go({ page, board }) {
      await board.openView('History')
      await page.getByText('No hold history yet').waitFor()
    },
  },
]

/** The first screen, the five steps with their errors, and the empty board after them. */
export const setUp: Story = {
  name: 'set-up',
  open: (setting) => openFloor({ watching: false }, setting),
  scenes,
}

/** The notices about unreadable files, in front of everything else. */
export const notices: Story = {
  name: 'notices',
  async open(setting) {
    const floor = await openFloor({ watching: false }, setting)
    const files = ['settings.json', 'trusted-gateways.json', 'rosters.json', 'history.db']
    for (const file of files) await writeFile(join(floor.userData, file), 'not readable'.repeat(99))
    return floor
  },
  scenes: [
    {
      name: 'welcome',
      sizes: wideAndNarrow,
      go: ({ page }) => page.getByText('history.db').waitFor(),
    },
  ],
}
