// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useBoardPage } from '../testing/boardPage.ts'
import { fail } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'

const show = useBoardPage()
const hint = 'What the symbols mean'

describe('the hint about the signs', () => {
  it('explains each of them the first time, and is dismissed permanently', async () => {
    const board = await show()
    const main = board.page.get('.board').text()
    for (const phrase of [hint, 'At least this long', 'About this long', 'Dimmed', 'Not visible']) {
      expect(main).toContain(phrase)
    }
    await board.page.get('.hint button').trigger('click')
    await settle()
    expect(board.bridge.requests).toContainEqual({
      name: 'preferences.set',
      input: { key: 'hintDismissed', value: true },
    })
    expect(board.page.get('.board').text()).not.toContain(hint)
  })

  it('stays where it could not be dismissed', async () => {
    const board = await show({}, {}, { 'preferences.set': () => fail('cannot-save') })
    await board.page.get('.hint button').trigger('click')
    await settle()
    expect(board.page.get('.board').text()).toContain(hint)
    expect(board.page.get('.hint [role="alert"]').text()).not.toBe('')
  })

  it('is not shown again, nor on a wall display, nor before the settings are loaded', async () => {
    for (const preferences of [
      { hintDismissed: { value: true } },
      { density: { value: 'wallboard' } },
    ] as const) {
      const { page } = await show({}, preferences)
      expect(page.get('.board').text()).not.toContain(hint)
      page.unmount()
    }
    const { page } = await show({}, {}, { 'preferences.get': () => fail('internal') })
    expect(page.get('.board').text()).not.toContain(hint)
  })
})
