import { expect, test } from '../fixtures/app.ts'
import { axeFindings } from '../fixtures/axe.ts'

test('the app shows its version, its data folder, and every license with its text', async ({
  watchingBoard,
}) => {
  const { page, board } = await watchingBoard()
  await board.openMenu('About Holdwatch…')
  const dialog = page.getByRole('dialog', { name: 'About Holdwatch' })
  await expect(dialog.locator('dd').first()).toHaveText(/^\d+\.\d+\.\d+$/)
  await expect(dialog.getByRole('button', { name: 'Open folder' })).toBeVisible()
  const licenses = dialog.locator('details')
  // At least one of each bundle.
  for (const name of [/^undici /, /^zod /, /^pinia /])
    await expect(licenses.locator('summary').filter({ hasText: name })).toHaveCount(1)
  const texts = await licenses.locator('pre').allTextContents()
  expect(texts.length).toBeGreaterThan(20)
  expect(texts.filter((text) => text.length < 200)).toEqual([])
  await licenses.first().locator('summary').click()
  await expect(licenses.first().locator('pre')).toBeVisible()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
