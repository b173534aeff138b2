/**
 * `npm run accessibility [-- STORY…]`: checks every scene of the screenshots (screenshots/stories.ts) with axe-core in
 * all its sizes, languages and themes, and looks for unreachable elements and focus rings that are cut off. Exits with
 * 1 if it finds any. The tests check each scene once (specs/accessibility.spec.ts).
 */
import { chromium } from '@playwright/test'
import { axeFindings } from '../e2e/fixtures/axe.ts'
import { controlFindings, layoutFindings } from '../e2e/fixtures/layout.ts'
import { chromiumOptions } from '../e2e/fixtures/chromium.ts'
import { stories } from './screenshots/stories.ts'
import { tell } from './screenshots/story.ts'

const names = process.argv.slice(2)
const browser = await chromium.launch(await chromiumOptions())
try {
  for (const story of stories) {
    if (names.length > 0 && !names.includes(story.name)) continue
    let count = 0
    let findings = 0
    await tell(browser, story, async ({ page, name }) => {
      count += 1
      const faults = [
        await axeFindings(page),
        await layoutFindings(page),
        await controlFindings(page),
      ]
      for (const finding of faults.flat()) {
        findings += 1
        console.log(`${name}: ${finding}`)
      }
    })
    console.log(`${story.name}: ${count} sights, ${findings} findings`)
    if (findings > 0) process.exitCode = 1
  }
} finally {
  await browser.close()
}
