import { expect, test } from '../fixtures/app.ts'
import { axeFindings } from '../fixtures/axe.ts'
import { controlFindings } from '../fixtures/layout.ts'
import { looks } from '../../tools/screenshots/looks.ts'
import { stories } from '../../tools/screenshots/stories.ts'
import { tell } from '../../tools/screenshots/story.ts'
import { notes } from '../../tools/testReport.ts'

const themes = looks.filter(({ language }) => language === 'en')

// Each scene once, with the theme alternating between stories. The contrast of every text in every theme is computed
// from the colors (src-renderer/styles/tokens.test.ts); `npm run accessibility` covers each scene in all sizes,
// languages and themes.
for (const [at, story] of stories.entries()) {
  const annotation = { type: notes.reason, description: `${story.scenes.length} scenes` }
  test(
    `axe-core and the focus find nothing wrong in any scene of “${story.name}”`,
    { annotation },
    async ({ browser }) => {
      const faults: string[] = []
      let sceneCount = 0
      await tell(
        browser,
        story,
        async ({ page, name }) => {
          sceneCount += 1
          const findings = [...(await axeFindings(page)), ...(await controlFindings(page))]
          faults.push(...findings.map((finding) => `${name}: ${finding}`))
        },
        { port: 0, pace: 3, onlyLook: themes[at % themes.length] ?? null },
      )
      expect(faults).toEqual([])
      expect(sceneCount).toBe(story.scenes.length)
    },
  )
}
