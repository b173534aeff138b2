import { expect, test } from '../fixtures/app.ts'
import { axeFindings } from '../fixtures/axe.ts'
import { looks } from '../../tools/screenshots/looks.ts'
import { stories } from '../../tools/screenshots/stories.ts'
import { tell } from '../../tools/screenshots/story.ts'
import { notes } from '../../tools/testReport.ts'

const themes = looks.filter(({ language }) => language === 'en')

// Each scene once, each story in a theme in its turn. That every text has the contrast it needs in
// every theme is measured by the colours themselves (src-renderer/styles/tokens.test.ts);
// `npm run accessibility` sees each scene in all sizes, languages and themes.
for (const [at, story] of stories.entries()) {
  const annotation = { type: notes.reason, description: `${story.scenes.length} scenes` }
  test(
    `axe-core finds nothing in any scene of “${story.name}”`,
    { annotation },
    async ({ browser }) => {
      const found: string[] = []
      let seen = 0
      await tell(
        browser,
        story,
        async ({ page, name }) => {
          seen += 1
          for (const finding of await axeFindings(page)) found.push(`${name}: ${finding}`)
        },
        { port: 0, pace: 3, onlyLook: themes[at % themes.length] ?? null },
      )
      expect(found).toEqual([])
      expect(seen).toBe(story.scenes.length)
    },
  )
}
