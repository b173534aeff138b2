/**
 * `npm run accessibility [-- STORY…]`: looks with axe-core at every scene of the pictures
 * (screenshots/stories.ts) in all its sizes, languages and themes, and for what lies where nobody can
 * get at it. Ends with 1 where it finds
 * something. The tests look at each scene once (specs/accessibility.spec.ts).
 */
import { chromium } from '@playwright/test'
import { axeFindings } from '../e2e/fixtures/axe.ts'
import { layoutFindings } from '../e2e/fixtures/layout.ts'
import { chromiumOptions } from '../e2e/fixtures/chromium.ts'
import { stories } from './screenshots/stories.ts'
import { tell } from './screenshots/story.ts'

const wanted = process.argv.slice(2)
const browser = await chromium.launch(await chromiumOptions())
try {
  for (const story of stories) {
    if (wanted.length > 0 && !wanted.includes(story.name)) continue
    let count = 0
    let findings = 0
    await tell(browser, story, async ({ page, name }) => {
      count += 1
      for (const finding of [...(await axeFindings(page)), ...(await layoutFindings(page))]) {
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
