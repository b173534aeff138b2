import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { layoutFindings } from '../fixtures/layout.ts'
import { board } from '../../tools/screenshots/board.ts'
import { allWidths, plainLook, resize } from '../../tools/screenshots/looks.ts'
import { tell } from '../../tools/screenshots/story.ts'
import { trouble } from '../../tools/screenshots/trouble.ts'

const places = (page: Page) =>
  page
    .locator('tr[data-call-id]')
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().toJSON() as DOMRect))

test('the board fits in every window size', async ({ browser }) => {
  const desk = { ...board, scenes: board.scenes.filter(({ name }) => name === 'desk') }
  await tell(
    browser,
    desk,
    async ({ page }) => {
      for (const size of allWidths) {
        await resize(page, size)
        expect(await layoutFindings(page), size).toEqual([])
        const heights = new Set((await places(page)).map(({ height }) => Math.round(height)))
        expect(heights.size, size).toBe(1)
      }
      await resize(page, 'w3440')
      const { width } = (await page.getByRole('table').boundingBox()) ?? { width: 0 }
      expect(width).toBe(110 * 16)
    },
    { port: 0, pace: 3, onlyLook: plainLook },
  )
})

test('no row moves during an outage of the gateway and after it', async ({ browser }) => {
  const scenes = trouble.scenes.filter(({ name }) => /^(stale-row|interrupted)$/.test(name))
  const states: { name: string; rows: DOMRect[] }[] = []
  await tell(
    browser,
    { ...trouble, scenes },
    async ({ page, scene }) => {
      const isLost = await page.locator('.banner.interrupted').isVisible()
      expect(isLost).toBe(scene.name === 'interrupted')
      states.push({ name: scene.name, rows: await places(page) })
      expect(await layoutFindings(page)).toEqual([])
    },
    { port: 0, pace: 3, onlyLook: plainLook },
  )
  const [before, after] = states
  expect(before?.rows.length).toBeGreaterThan(0)
  expect(after?.rows).toEqual(before?.rows)
})

test('on the wallboard, an outage is as large as the calls, and covers none', async ({
  browser,
}) => {
  const scenes = trouble.scenes.filter(({ name }) =>
    /^(stale-row|interrupted|wall-interrupted)$/.test(name),
  )
  await tell(
    browser,
    { ...trouble, scenes },
    async ({ page, scene }) => {
      if (scene.name !== 'wall-interrupted') return
      const sizeOf = (selector: string) =>
        page
          .locator(selector)
          .first()
          .evaluate((text) => parseFloat(getComputedStyle(text).fontSize))
      const outage = await sizeOf('.banner b')
      expect(outage).toBeGreaterThanOrEqual(await sizeOf('tr[data-call-id] .agent .one-line'))
      const { y: end = 0 } = (await page.locator('.banner').boundingBox()) ?? {}
      for (const { bottom } of await places(page)) expect(bottom).toBeLessThanOrEqual(end)
    },
    { port: 0, pace: 3, onlyLook: plainLook },
  )
})
