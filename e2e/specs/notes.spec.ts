import { expect, test } from '../fixtures/app.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'

/** With this seed an agent has a call on hold for ten minutes, unless a note makes the agent return to it. */
const oneLongHold = { shift: true, seed: 20, noteEffect: 1 }

test('a note is tested, enabled, rejected, accepted, followed by the agent, and recorded in the history', async ({
  openApp,
  openGateway,
  time,
}) => {
  const gateway = await openGateway(oneLongHold)
  const { page } = await openApp()
  const board = new BoardPage(page)
  await new SetupPage(page).complete(gateway)
  await expect(board.rows).not.toHaveCount(0)
  const [held] = gateway.record
  const { callId = '', agentId = '' } = held ?? {}
  const row = board.row(callId)
  const write = row.getByRole('button', { name: /^Send a note to/ })
  await row.focus()
  await expect(write).toHaveCount(0)

  // The inspector's own session receives the test note.
  await board.openView('Settings')
  await page.getByRole('button', { name: 'Send a test note to yourself' }).click()
  await expect(page.getByText(/^The gateway accepted the note at/)).toBeVisible()
  await expect(page.getByText(/^Note from Helen Park 10301.*“Holdwatch test note”/)).toBeVisible()
  await page.getByRole('switch', { name: 'Notes to agents' }).click()
  await expect(page.getByRole('switch', { name: 'Notes to agents' })).toBeChecked()
  await page.keyboard.press('Escape')

  // A rejected note is reported with the agent, and not shown as sent.
  gateway.fault({ kind: 'retcode', code: '100-006', match: 'sendnote', times: 1 })
  await row.focus()
  await page.keyboard.press('w')
  const dialog = page.getByRole('dialog')
  const text = dialog.getByRole('textbox', { name: 'Text' })
  await expect(text).toBeFocused()
  await expect(text).toHaveValue(/^Your .* caller has been on hold for \d+:\d\d/)
  await text.fill('Please go back to the call 请取回')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Send' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText(agentId)
  await expect(dialog.getByRole('alert')).toContainText(/not signed in.*100-006/)
  await expect(row).not.toContainText('note accepted')

  // The second attempt is accepted.
  await expect(text).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Send' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(row).toContainText(/note accepted \d\d?:\d\d/)
  const [, note] = gateway.notes
  expect(note).toMatchObject({ receiver: agentId, content: 'Please go back to the call 请取回' })

  // The agent returns to the call within a few seconds, and the history has all of it.
  await time.turn(12_000)
  await expect(row).toHaveCount(0)
  expect(gateway.record[0]?.endedAt).not.toBeNull()
  await board.openView('History')
  await page.getByRole('row').filter({ hasText: agentId }).first().click()
  const entry = (what: RegExp) => page.getByText(what).first()
  await expect(
    entry(/10301: “Please go back to the call 请取回” \(refused, code 100-006\)/),
  ).toBeVisible()
  await expect(entry(/10301: “Please go back to the call 请取回” \(accepted\)/)).toBeVisible()
})
