import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, idsOf, test } from '../fixtures/app.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'
import { notes } from '../../tools/testReport.ts'

test('open holds survive a restart, with durations that do not decrease', async ({
  openApp,
  watchingBoard,
  time,
}) => {
  const {
    gateway,
    app: first,
    board: before,
  } = await watchingBoard({ app: { keyRing: true }, remembersPassword: true })
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId, { caller: '02155501234' })
  await expect(before.row(callId)).toBeVisible()
  await time.turn(5_000)
  const seconds = await before.heldSeconds(callId)
  await first.quit()

  const { page } = await openApp({ keyRing: true })
  const board = new BoardPage(page)
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
  expect(await board.heldSeconds(callId)).toBeGreaterThanOrEqual(seconds)
  await expect(board.rows).toHaveCount(1)
  await expect(board.row(callId)).toContainText('1234')
})

const slow = { annotation: { type: notes.reason, description: 'two starts, and a lapse between' } }
test(
  'open holds survive a crash, also where no key ring stores the password',
  slow,
  async ({ openApp, watchingBoard, time }) => {
    const {
      gateway,
      app: first,
      board: before,
    } = await watchingBoard({
      gateway: { sessionTimeoutMs: 10_000 },
    })
    const { inspector } = gateway.accounts
    const [agentId = ''] = idsOf(gateway)
    const callId = gateway.hold(agentId)
    await expect(before.row(callId)).toBeVisible()
    await time.turn(5_000)
    const seconds = await before.heldSeconds(callId)
    await first.kill()

    const { page } = await openApp()
    const setup = new SetupPage(page)
    await expect(setup.inspectorId).toHaveValue(inspector.agentId)
    await setup.password.fill(inspector.password)
    await setup.signInButton.click()
    // Its own session is still live at the gateway. Without a license it cannot be taken over, so the app waits for its
    // end.
    const board = new BoardPage(page)
    await expect(board.row(callId)).toHaveAttribute('data-stale', 'true')
    const reason = page.getByText(/signed in somewhere else/).filter({ visible: true })
    await expect(reason.first()).toBeVisible()
    await time.turn(15_000)
    await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
    expect(await board.heldSeconds(callId)).toBeGreaterThanOrEqual(seconds)
    await expect(board.rows).toHaveCount(1)
  },
)

test('an incomplete set-up is resumed at its step', async ({ openApp, openGateway, userData }) => {
  const gateway = await openGateway()
  const first = await openApp()
  const setup = new SetupPage(first.page)
  await setup.goToSignIn(gateway)
  await setup.inspectorId.fill('10301')
  await expect.poll(() => readFile(join(userData, 'settings.json'), 'utf8')).toContain('10301')
  await first.quit()

  const { page } = await openApp()
  const again = new SetupPage(page)
  await expect(again.address).toHaveValue(gateway.origin)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(again.inspectorId).toHaveValue('10301')
})
