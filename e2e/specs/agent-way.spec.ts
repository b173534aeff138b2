import { desktopOf, expect, test } from '../fixtures/app.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'

test('each agent is read with a static GUID provided by an administrator', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway({ authMode: 1 })
  const [agent, other] = gateway.accounts.agents
  if (agent?.guid === undefined || other === undefined) throw new Error('no static GUID')
  const { page } = await openApp()
  const setup = new SetupPage(page)
  const board = new BoardPage(page)
  await setup.goToSignIn(gateway)
  await page.getByRole('radio', { name: /Each agent’s own session/ }).check()
  const guids = page.getByRole('radio', { name: /GUIDs from an administrator/ })
  await expect(guids).toHaveAccessibleDescription(/auto-answer must be off/)
  await guids.check()
  await page.getByRole('button', { name: 'Choose agents' }).click()
  await page.getByLabel('Agent ID, row 1').fill(agent.agentId)
  await page.getByLabel('GUID, row 1').fill(agent.guid)
  await page.getByRole('button', { name: 'Add row' }).click()
  await page.getByLabel('Agent ID, row 2').fill(other.agentId)
  await page.getByLabel('GUID, row 2').fill('0c1f0000-0000-0000-0000-00000000dead.AgentGateway0')
  await page.getByRole('button', { name: 'Start monitoring' }).click()

  const callId = gateway.hold(agent.agentId)
  await expect(board.row(callId)).toBeVisible()
  await expect(board.agent(agent.agentId)).toHaveAttribute('data-state', 'holding')
  await expect(board.agent(other.agentId)).toHaveAttribute('data-reason', 'signed-out')
  expect(gateway.stats.requests.poll).toBe(0)
  expect(gateway.stats.requests.login).toBe(0)
  expect(await page.content()).not.toContain(agent.guid)
})

test('the app signs in as each agent, displaces none, and shows the consequences of quitting', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway({ desktops: false })
  const [agent, busy] = gateway.accounts.agents
  if (agent === undefined || busy === undefined) throw new Error('no agents')
  gateway.signIn(busy.agentId)
  const app = await openApp({ keyRing: true })
  const { page } = app
  const setup = new SetupPage(page)
  const board = new BoardPage(page)
  await setup.goToSignIn(gateway)
  await page.getByRole('radio', { name: /Each agent’s own session/ }).check()
  await page.getByRole('radio', { name: /Sign in as each agent/ }).check()
  await page.getByRole('button', { name: 'Choose agents' }).click()
  await page.getByLabel('Agent ID, row 1').fill(agent.agentId)
  await page.getByLabel('Password, row 1').fill(agent.password)
  await page.getByLabel('Phone number, row 1').fill(agent.phone)
  await page.getByRole('button', { name: 'Add row' }).click()
  await page.getByLabel('Agent ID, row 2').fill(busy.agentId)
  await page.getByLabel('Password, row 2').fill(busy.password)
  await page.getByLabel('Phone number, row 2').fill(busy.phone)
  await page.getByRole('button', { name: 'Start monitoring' }).click()

  await expect(board.agent(agent.agentId)).toHaveAttribute('data-state', 'not-holding')
  const callId = gateway.hold(agent.agentId)
  await expect(board.row(callId)).toBeVisible()
  await expect(board.agent(busy.agentId)).toHaveAttribute('data-reason', 'signed-in-elsewhere')

  const desktop = desktopOf(app)
  const openQuestion = async () => {
    await desktop.control({ do: 'quit' })
    const { dialogs } = await desktop.until((state) => state.dialogs.some(({ open }) => open))
    return dialogs.find(({ open }) => open)
  }
  const question = await openQuestion()
  expect(question?.detail).toContain('may end the call')
  await desktop.control({ do: 'dialog', id: question?.id ?? 0, answer: { response: 1 } })
  const later = gateway.hold(agent.agentId)
  await expect(board.row(later)).toBeVisible()

  const { id = 0 } = (await openQuestion()) ?? {}
  const over = app.quit()
  await desktop.control({ do: 'dialog', id, answer: { response: 0 } })
  await over
  const { page: again } = await openApp({ keyRing: true })
  await expect(again.getByText(/did not sign out these agents/)).toContainText(agent.agentId)
})
