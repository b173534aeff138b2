// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import BoardHeader from '../shell/BoardHeader.vue'
import { useBoardView } from '../board/boardView.ts'
import { heldCall, watchedAgent, watchState } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'

const show = useBoardPage()
/** Presses a button like the keyboard does: it then has the focus. */
const press = async ({ page }: BoardPage, selector: string): Promise<void> => {
  const button = page.get(selector)
  ;(button.element as HTMLElement).focus()
  await button.trigger('click')
  await settle()
}
const isInMain = (): boolean => document.activeElement?.closest('main.rows') instanceof Element

describe('the focus moves to the held calls', () => {
  it('when the hint about the signs disappears', async () => {
    const board = await show()
    await press(board, '.hint button')
    expect(board.page.find('.hint').exists()).toBe(false)
    expect(isInMain()).toBe(true)
  })

  it('when all hidden rows are shown', async () => {
    const board = await show({ calls: [heldCall()] })
    useBoardView().search = 'nobody'
    await settle()
    await press(board, '.hidden-remark button')
    expect(board.page.find('.hidden-remark button').exists()).toBe(false)
    expect(isInMain()).toBe(true)
  })

  it('when the banner disappears, and stays on its button until then', async () => {
    const board = await show(
      { watch: watchState({ state: 'paused', reason: 'paused' }) },
      {},
      { 'watch.set_paused': () => new Promise(() => {}) },
    )
    await press(board, '.banner button')
    const button = board.page.get('.banner button')
    expect(button.attributes()).toMatchObject({ 'aria-disabled': 'true' })
    expect(button.attributes('disabled')).toBeUndefined()
    await board.patch({ watch: watchState() })
    expect(board.page.find('.banner').exists()).toBe(false)
    expect(isInMain()).toBe(true)
  })

  it('when the agent of a dialog is removed before it closes', async () => {
    const board = await show(
      { calls: [heldCall()], agents: [watchedAgent()] },
      {},
      { 'watch.remove_agent': () => ok(null) },
    )
    await press(board, 'aside .remove')
    await board.patch({ agents: { put: [], gone: ['10412'] } })
    await press(board, 'dialog[open] .danger')
    expect(board.page.find('dialog[open]').exists()).toBe(false)
    expect(isInMain()).toBe(true)
  })
})

describe('the focus moves to the header', () => {
  it('when the set-up is replaced by the board', async () => {
    const { page } = await show()
    expect(document.activeElement).toBe(page.get('h1').element)
  })

  it.each(['trusted', 'shortcuts'] as const)(
    'when Escape closes what its menu opened: %s',
    async (what) => {
      const { page } = await show()
      page.getComponent(BoardHeader).vm.$emit(what)
      await settle()
      const dialog = page.get('dialog[open]')
      ;(dialog.get('button').element as HTMLElement).focus()
      // The browser closes it first, and then sends the event.
      ;(dialog.element as HTMLDialogElement).close()
      await settle()
      expect(document.activeElement?.getAttribute('aria-label')).toBe('Menu')
    },
  )
})
