/**
 * `npm run screenshots [-- FOLDER [STORY…]]`: takes pictures of every view with the built app and a simulated gateway,
 * in both languages, all themes and several sizes (screenshots/stories.ts). Writes them to FOLDER (default:
 * screenshots, which git ignores), and those of the README to resources/screenshots as well.
 */
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumOptions } from '../e2e/fixtures/chromium.ts'
import { stories } from './screenshots/stories.ts'
import { tell } from './screenshots/story.ts'

const [folder = 'screenshots', ...names] = process.argv.slice(2)
const readme = 'resources/screenshots'
/** The pictures of the README, with their names there. */
const shownInReadme: Record<string, string> = {
  'board/desk-wide-en-dark': 'board.png',
  'board/wallboard-wall-en-dark': 'wallboard.png',
}

const browser = await chromium.launch(await chromiumOptions())
try {
  for (const story of stories) {
    if (names.length > 0 && !names.includes(story.name)) continue
    let count = 0
    const began = performance.now()
    await tell(browser, story, async ({ page, name }) => {
      const path = join(folder, `${name}.png`)
      await mkdir(dirname(path), { recursive: true })
      await page.screenshot({ path, animations: 'disabled' })
      count += 1
      const readmeName = shownInReadme[name]
      if (readmeName !== undefined) await copyFile(path, join(readme, readmeName))
    })
    const seconds = Math.round((performance.now() - began) / 1_000)
    console.log(`${story.name}: ${count} pictures in ${seconds} s`)
  }
} finally {
  await browser.close()
}
