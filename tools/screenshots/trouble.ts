import { everybodyAsked, held } from './board.ts'
import { openFloor } from './floor.ts'
import { setPreference } from '../../e2e/fixtures/preferences.ts'
import { allWidths } from './looks.ts'
import type { Stage, Story } from './story.ts'

const wideAndNarrow = ['wide', 'narrow'] as const
const firstId = ({ gateway }: Stage) => gateway.accounts.agents[0]?.agentId ?? ''
const dimmed = ({ page }: Stage) => page.locator('tr[data-stale="true"]').first()

/** Problems while watching, and their solutions. */
export const trouble: Story = {
  name: 'trouble',
  open: (setting) => openFloor({ held, talking: [1, 3], pastDays: 0 }, setting),
  scenes: [
    {
      name: 'stale-row',
      sizes: allWidths,
      async go(stage) {
        await setPreference(stage.page, 'hintDismissed', true)
        await everybodyAsked(stage)
        stage.gateway.fault({ kind: 'status', status: 503, agentId: firstId(stage) })
        await dimmed(stage).waitFor()
      },
      leave: async ({ gateway }) => gateway.clearFaults(),
    },
    {
      name: 'at-risk',
      sizes: wideAndNarrow,
      async go({ page, gateway }) {
        gateway.fault({ kind: 'status', status: 504, match: 'poll' })
        // It is reported after twenty seconds without a response.
        await page.getByText('The session may be lost').waitFor({ timeout: 60_000 })
      },
      leave: async ({ page, gateway }) => {
        gateway.clearFaults()
        await page.getByRole('button', { name: 'Retry', exact: true }).click()
        await page.getByText('The session may be lost').waitFor({ state: 'detached' })
      },
    },
    {
      name: 'paused',
      sizes: wideAndNarrow,
      async go({ page }) {
        await page.getByRole('button', { name: 'Pause monitoring' }).click()
        await page.getByText('Monitoring is paused').waitFor()
      },
      leave: ({ page }) => page.getByRole('button', { name: 'Resume', exact: true }).click(),
    },
    {
      name: 'interrupted',
      sizes: allWidths,
      async go(stage) {
        await everybodyAsked(stage)
        await stage.gateway.goAway()
        await stage.page.getByText('Connection to the gateway lost').waitFor()
        await dimmed(stage).waitFor()
      },
    },
    {
      name: 'wall-interrupted',
      sizes: ['wall'],
      density: 'wallboard',
      go: ({ page }) => page.getByRole('contentinfo').waitFor(),
    },
    {
      name: 'diagnostics',
      sizes: ['tall', 'narrow'],
      async go({ page, board }) {
        await board.openView('Diagnostics')
        await page.getByRole('button', { name: /^Run/ }).click()
        await page.getByText('Check failed at step 2').waitFor()
      },
      async leave(stage) {
        await stage.gateway.comeBack()
        await stage.page.getByRole('button', { name: 'Back to the board' }).click()
        await dimmed(stage).waitFor({ state: 'detached' })
      },
    },
    {
      name: 'stopped',
      sizes: wideAndNarrow,
      async go({ page, gateway }) {
        await gateway.swapCertificate()
        await page.getByText('Monitoring has stopped').waitFor()
      },
    },
    {
      name: 'certificate-changed',
      sizes: wideAndNarrow,
      async go({ page }) {
        await page.getByRole('button', { name: 'View certificate' }).click()
        await page.getByText('has changed').waitFor()
      },
      async leave(stage) {
        await stage.setup.trust()
        await dimmed(stage).waitFor({ state: 'detached' })
      },
    },
    {
      name: 'blind',
      sizes: wideAndNarrow,
      async go({ page, gateway }) {
        for (const { agentId, callId } of gateway.record) gateway.release(agentId, callId)
        await page.getByText('No calls on hold').waitFor()
        // An agent who is on break according to the gateway's list cannot have a call on hold.
        for (const match of [
          'allagentstatus',
          'allagent',
          'onlineagentonvdn',
          'holdlistex',
        ] as const)
          gateway.fault({ kind: 'retcode', code: '300-001', match })
        await page.getByText('No agents are visible').waitFor()
      },
      leave: async ({ gateway }) => gateway.clearFaults(),
    },
    {
      name: 'signed-in-elsewhere',
      sizes: wideAndNarrow,
      async go({ page, gateway }) {
        gateway.signIn(gateway.accounts.inspector.agentId)
        await page.getByText('Monitoring has stopped').waitFor()
      },
    },
  ],
}
