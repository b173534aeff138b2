import { expect, idsOf, test } from '../fixtures/app.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'

test('from the first run to the first held call', async ({ openApp, openGateway, time }) => {
  const gateway = await openGateway()
  const { page } = await openApp()
  const setup = new SetupPage(page)
  const board = new BoardPage(page)

  await setup.connect()
  await setup.checkAddress(gateway.origin)
  await expect(page.getByText('It is self-signed', { exact: false })).toBeVisible()
  expect(gateway.stats.bytesReceived).toBe(0)
  await setup.trust()
  await setup.signIn(gateway.accounts.inspector)
  await setup.watch(idsOf(gateway))
  await expect(page.getByText('No calls on hold')).toBeVisible()

  const [agentId = ''] = idsOf(gateway)
  const call = { caller: '02155501234', skill: 'billing' }
  const callId = await board.talkThenHold(gateway, agentId, call)
  const row = board.row(callId)
  await expect(row).toHaveAttribute('data-agent-id', agentId)
  await expect(row).toHaveAttribute('data-level', 'normal')
  await expect(row).toHaveAttribute('data-stale', 'false')
  await expect(row).toContainText('billing')
  await expect(row).toContainText('1234')
  await expect(row).not.toContainText('5501234')
  await expect(row).not.toContainText('≥')
  // The clock on the page ticks once a second.
  await time.turn(4_000)
  expect(await board.heldSeconds(callId)).toBeGreaterThanOrEqual(3)
  await expect(board.agent(agentId)).toHaveAttribute('data-state', 'holding')

  await row.getByRole('button', { name: /Show the number/ }).click()
  await expect(row).toContainText('02155501234')
  await row.getByRole('button', { name: /Hide the number/ }).click()
  await expect(row).not.toContainText('02155501234')

  // A row under the pointer or with the focus keeps its position.
  await page.mouse.move(0, 0)
  await page.getByRole('button', { name: 'Menu' }).focus()
  gateway.retrieve(agentId, callId)
  await expect(row).toHaveCount(0)
  await expect(page.getByText('No calls on hold')).toBeVisible()

  gateway.hold(agentId, { callId })
  await expect(row).toContainText('2 ×')
})

test('the trial leads directly to a board with calls', async ({ openApp, time }) => {
  const { page } = await openApp()
  await page.getByRole('button', { name: /Try it with a simulated gateway/ }).click()
  await new BoardPage(page).seesAll(20)
  await expect(page.getByText('Simulated', { exact: true })).toBeVisible()
  await time.turn(15_000)
  await expect(new BoardPage(page).rows.first()).toBeVisible()
})

test('no data of a simulated gateway remains after a restart', async ({ openApp }) => {
  const first = await openApp()
  await first.page.getByRole('button', { name: /Try it with a simulated gateway/ }).click()
  await new BoardPage(first.page).seesAll(20)
  await first.quit()
  const { page } = await openApp()
  await expect(page.getByRole('button', { name: /Connect to a gateway/ })).toBeVisible()
})
