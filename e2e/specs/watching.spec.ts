import { expect, idsOf, test } from '../fixtures/app.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'
import { notes } from '../../tools/testReport.ts'

test('a certificate that changes while watching stops the watch until it is trusted', async ({
  watchingBoard,
}) => {
  const { gateway, page, board } = await watchingBoard()
  const setup = new SetupPage(page)
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId)
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')

  const before = gateway.sha256
  await gateway.swapCertificate()
  const bytes = gateway.stats.bytesReceived
  await expect(page.getByText('Monitoring has stopped')).toBeVisible()
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'true')
  expect(gateway.stats.bytesReceived).toBe(bytes)

  await page.getByRole('button', { name: 'View certificate' }).click()
  await expect(page.getByText('The server’s certificate has changed')).toBeVisible()
  for (const fingerprint of [before, gateway.sha256]) {
    await expect(page.getByText(fingerprint.slice(0, 5)).first()).toBeVisible()
  }
  await setup.trust()
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
})

test('an agent who signs out leaves the board, and returns with a call', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, board } = await watchingBoard()
  const [agentId = '', other = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId)
  await expect(board.row(callId)).toBeVisible()
  gateway.signOut(agentId)
  await expect(board.agent(agentId)).toHaveAttribute('data-state', 'signed-out')
  await expect(board.row(callId)).toHaveCount(0)
  await expect(board.agent(other)).toHaveAttribute('data-state', 'idle')

  gateway.signIn(agentId)
  const next = gateway.hold(agentId)
  // A signed-out agent is queried least often.
  await time.turn(10_000)
  await expect(board.row(next)).toBeVisible()
})

const outage = { annotation: { type: notes.reason, description: '18 s of outage, step by step' } }
test(
  'rows are dimmed during an outage of the gateway, and clocks are right afterwards',
  outage,
  async ({ watchingBoard, time }) => {
    const { gateway, page, board } = await watchingBoard()
    const [agentId = '', other = ''] = idsOf(gateway)
    const staying = await board.talkThenHold(gateway, agentId)
    const ending = gateway.hold(other)
    await expect(board.rows).toHaveCount(2)

    await gateway.goAway()
    await time.turn(8_000)
    await expect(board.row(staying)).toHaveAttribute('data-stale', 'true')
    await expect(board.row(ending)).toHaveAttribute('data-stale', 'true')
    await expect(page.getByText('Connection to the gateway lost')).toBeVisible()
    gateway.retrieve(other, ending)
    await expect(board.row(staying)).toContainText(/last seen \d+ s ago/)

    await gateway.comeBack()
    await time.turn(10_000)
    await expect(board.row(staying)).toHaveAttribute('data-stale', 'false')
    await expect(board.row(ending)).toHaveCount(0)
    await expect(page.getByText('Connection to the gateway lost')).toHaveCount(0)
    const [held] = gateway.record.filter(({ callId }) => callId === staying)
    const truth = (time.now() - (held?.startedAt ?? NaN)) / 1000
    // Known within two seconds, and the clock shows whole seconds.
    expect(Math.abs((await board.heldSeconds(staying)) - truth)).toBeLessThan(3)
    await expect(board.row(staying)).toContainText('monitoring was interrupted')
  },
)

const manyPolls = {
  annotation: { type: notes.reason, description: 'a minute of queries and polls' },
}
test(
  'no query is lost while the GUID is renewed every second for a minute',
  manyPolls,
  async ({ watchingBoard, time }) => {
    const { gateway, page, board } = await watchingBoard({
      gateway: { guidIntervalMs: 1_000, guidTimeoutMs: 12_000, pollWaitMs: 1_100 },
    })
    const [agentId = ''] = idsOf(gateway)
    const callId = gateway.hold(agentId)
    await expect(board.row(callId)).toBeVisible()

    await page.evaluate(() => {
      const marks = { doubt: 0 }
      Object.assign(window, { marks })
      new MutationObserver(() => {
        const bad = '[data-state="unseen"], tr[data-stale="true"]'
        marks.doubt += document.querySelectorAll(bad).length
      }).observe(document.body, { subtree: true, childList: true, attributes: true })
    })
    const signIns = gateway.stats.requests.login
    await time.turn(60_000)
    await expect(board.row(callId)).toHaveAttribute('data-level', 'amber')
    expect(await page.evaluate(() => Reflect.get(window, 'marks') as unknown)).toEqual({ doubt: 0 })
    expect(gateway.stats.requests.login).toBe(signIns)
    expect(gateway.stats.requests.poll).toBeGreaterThan(30)
    expect(gateway.stats.otherGuidRejections).toBe(0)
  },
)

test('a hold shorter than the query interval has no effect, and the next one has its own clock', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, board } = await watchingBoard()
  const [agentId = ''] = idsOf(gateway)
  gateway.talk(agentId)
  await expect(board.agent(agentId)).toHaveAttribute('data-state', 'talking')
  const callId = gateway.hold(agentId)
  gateway.retrieve(agentId, callId)
  const before = gateway.stats.requests.holdlistex
  await time.turn(10_000)
  expect(gateway.stats.requests.holdlistex).toBeGreaterThan(before + 5)
  await expect(board.rows).toHaveCount(0)

  gateway.hold(agentId, { callId })
  await expect(board.row(callId)).toBeVisible()
  await expect(board.row(callId)).not.toContainText('×')
  await expect(board.row(callId)).not.toContainText('≥')
})

test('agents can be added and removed while watching', async ({ openApp, openGateway }) => {
  const gateway = await openGateway()
  const { page } = await openApp()
  const setup = new SetupPage(page)
  const board = new BoardPage(page)
  const [first = '', second = ''] = idsOf(gateway)
  await setup.goToSignIn(gateway)
  await setup.signIn(gateway.accounts.inspector)
  await setup.watch([first])
  await board.seesAll(1)
  const callId = gateway.hold(second)

  await page.getByRole('button', { name: 'Add agents' }).click()
  await page.getByRole('dialog').getByLabel('Agent IDs').fill(second)
  await page.getByRole('button', { name: 'Add to board' }).click()
  await expect(board.row(callId)).toBeVisible()

  await board.agent(second).hover()
  await board
    .agent(second)
    .getByRole('button', { name: /Remove/ })
    .click()
  await page.getByRole('button', { name: 'Stop monitoring' }).click()
  await expect(board.row(callId)).toHaveCount(0)
  await expect(board.agent(second)).toHaveCount(0)
})

test('a forgotten certificate stops the watch at once', async ({ watchingBoard }) => {
  const { page, board } = await watchingBoard()
  await board.openMenu('Trusted gateways…')
  await page.getByRole('button', { name: /^Remove trust in .*127/ }).click()
  await page.getByRole('button', { name: 'Stop trusting' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Monitoring has stopped')).toBeVisible()
})
