import { expect, test } from '../fixtures/app.ts'
import { axeFindings } from '../fixtures/axe.ts'
import { looks } from '../screenshots/looks.ts'
import { stories } from '../screenshots/stories.ts'
import { tell } from '../screenshots/story.ts'

// Each scene in one look, each look in its turn; `npm run accessibility` sees each in all of them.
for (const [at, story] of stories.entries()) {
  test(`axe-core finds nothing in any scene of “${story.name}”`, async ({ browser }) => {
    const found: string[] = []
    let seen = 0
    await tell(
      browser,
      story,
      async ({ page, name }) => {
        seen += 1
        for (const finding of await axeFindings(page)) found.push(`${name}: ${finding}`)
      },
      {
        port: 0,
        pace: 5,
        isChosen: (scene, size, look) => {
          const turn = (story.scenes.indexOf(scene) + at) % looks.length
          return size === scene.sizes[0] && look === (size === 'narrow' ? looks[1] : looks[turn])
        },
      },
    )
    expect(found).toEqual([])
    expect(seen).toBe(story.scenes.length)
  })
}
