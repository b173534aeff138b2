// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardPatch, WatchedAgent } from '../../src-shared/contract/index.ts'
import { collator } from '../i18n/collator.ts'
import { i18n } from '../i18n/index.ts'
import { boardNow, heldCall, snapshot, watchedAgent } from '../testing/boardData.ts'
import { FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { ageAt, useBoard } from './board.ts'

const patch = (seq: number, over: Partial<BoardPatch> = {}): BoardPatch => ({
  seq,
  now: boardNow,
  ...over,
})
const settle = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) await Promise.resolve()
}

let bridge: FakeBridge
let pageNow = 5000

beforeEach(() => {
  pageNow = 5000
  vi.spyOn(performance, 'now').mockImplementation(() => pageNow)
  bridge = new FakeBridge().install()
  setActivePinia(createPinia())
})
afterEach(() => void vi.restoreAllMocks())

const started = async () => {
  const board = useBoard()
  board.start()
  await settle()
  return board
}

describe('the board store', () => {
  it('takes a snapshot, then the patches that follow it', async () => {
    const board = await started()
    bridge.send(
      'board.patch',
      patch(11, { calls: { put: [heldCall({ holdId: 'h2' })], gone: [] } }),
    )
    bridge.send('board.patch', patch(12, { calls: { put: [], gone: ['h1'] } }))
    expect([...board.calls.keys()]).toEqual(['h2'])
    expect(bridge.count('board.get_snapshot')).toBe(1)
  })

  it('requests a new snapshot when a patch is missing, and does not apply the later one', async () => {
    const board = await started()
    bridge.answers['board.get_snapshot'] = () => ok(snapshot({ seq: 20, calls: [] }))
    bridge.send(
      'board.patch',
      patch(12, { calls: { put: [heldCall({ holdId: 'h2' })], gone: [] } }),
    )
    await settle()
    expect(bridge.count('board.get_snapshot')).toBe(2)
    expect(board.calls.size).toBe(0)
  })

  it('ignores a patch that the board already contains', async () => {
    const board = await started()
    bridge.send('board.patch', patch(10, { calls: { put: [], gone: ['h1'] } }))
    bridge.send('board.patch', patch(3, { calls: { put: [], gone: ['h1'] } }))
    expect(board.calls.has('h1')).toBe(true)
    expect(bridge.count('board.get_snapshot')).toBe(1)
  })

  it('applies patches received while the snapshot was loading', async () => {
    const board = useBoard()
    board.start()
    bridge.send('board.patch', patch(10, { calls: { put: [], gone: ['h1'] } }))
    bridge.send(
      'board.patch',
      patch(11, { calls: { put: [heldCall({ holdId: 'h2' })], gone: [] } }),
    )
    await settle()
    expect([...board.calls.keys()].sort()).toEqual(['h1', 'h2'])
    expect(bridge.count('board.get_snapshot')).toBe(1)
  })

  it('removes from the board what a new snapshot no longer contains', async () => {
    const board = await started()
    bridge.answers['board.get_snapshot'] = () =>
      ok(
        snapshot({ calls: [heldCall({ holdId: 'h9' })], agents: [watchedAgent({ agentId: '7' })] }),
      )
    await board.refresh()
    expect([...board.calls.keys()]).toEqual(['h9'])
    expect([...board.agents.keys()]).toEqual(['7'])
  })

  it('keeps the rows when a new snapshot cannot be loaded', async () => {
    const board = await started()
    bridge.answers['board.get_snapshot'] = () => fail('internal')
    await board.refresh()
    expect(board.failure?.code).toBe('internal')
    expect(board.calls.size).toBe(1)
  })

  it('lists the longest hold first', async () => {
    bridge.answers['board.get_snapshot'] = () =>
      ok(
        snapshot({
          calls: [
            heldCall({ holdId: 'new', startedAt: boardNow - 1000 }),
            heldCall({ holdId: 'old', startedAt: boardNow - 9000 }),
          ],
        }),
      )
    const board = await started()
    expect(board.rows.map(({ holdId }) => holdId)).toEqual(['old', 'new'])
  })

  it('never decreases an age when a message is late', async () => {
    const board = await started()
    const started130 = boardNow - 130_000
    expect(ageAt(pageNow, board.offset, started130)).toBe(130_000)
    pageNow += 1000
    // Sent after 1000 ms, but 400 ms late.
    bridge.send('board.patch', patch(11, { now: boardNow + 600 }))
    expect(ageAt(pageNow, board.offset, started130)).toBe(131_000)
    // An earlier arrival is more accurate: the age increases.
    pageNow += 1000
    bridge.send('board.patch', patch(12, { now: boardNow + 2300 }))
    expect(ageAt(pageNow, board.offset, started130)).toBe(132_300)
  })

  it('resets the clock with a snapshot', async () => {
    const board = await started()
    bridge.answers['board.get_snapshot'] = () => ok(snapshot({ now: 50 }))
    await board.refresh()
    expect(ageAt(pageNow, board.offset, 50)).toBe(0)
  })

  it('counts as visible only agents with current information', async () => {
    bridge.answers['board.get_snapshot'] = () =>
      ok(
        snapshot({
          agents: [
            watchedAgent({ agentId: '1', state: 'idle' }),
            watchedAgent({ agentId: '2', state: 'waiting' }),
            watchedAgent({ agentId: '3', state: 'unseen', reason: 'timeout' }),
            watchedAgent({ agentId: '4', state: 'not-holding' }),
          ],
        }),
      )
    const board = await started()
    expect(board.visibleAgents).toBe(2)
  })

  it('sorts the agents by name, and again only for another name, agent or language', async () => {
    const agents = ['Ben', 'Ann', 'Cleo'].map((name, i) =>
      watchedAgent({ agentId: String(101 + i), name }),
    )
    bridge.answers['board.get_snapshot'] = () => ok(snapshot({ agents }))
    const board = await started()
    const names = () => board.agentList.map(({ name }) => name)
    expect(names()).toEqual(['Ann', 'Ben', 'Cleo'])
    const compare = vi.spyOn(collator() as { compare: unknown }, 'compare', 'get')
    const change = (seq: number, put: WatchedAgent[], gone: string[] = []) => {
      bridge.send('board.patch', patch(seq, { agents: { put, gone } }))
    }
    change(11, [watchedAgent({ agentId: '101', name: 'Ben', state: 'talking' })])
    expect(names()).toEqual(['Ann', 'Ben', 'Cleo'])
    expect(board.agentList[1]?.state).toBe('talking')
    expect(compare).not.toHaveBeenCalled()
    change(12, [watchedAgent({ agentId: '101', name: 'Dora' })])
    expect(names()).toEqual(['Ann', 'Cleo', 'Dora'])
    change(13, [], ['102'])
    expect(names()).toEqual(['Cleo', 'Dora'])
    change(14, [watchedAgent({ agentId: '100', name: '安然' })])
    change(15, [watchedAgent({ agentId: '99', name: '阿里' })])
    expect(names().slice(-2)).toEqual(['安然', '阿里'])
    i18n.global.locale.value = 'zh-CN'
    expect(names().filter((name) => /\p{Script=Han}/u.test(name))).toEqual(['阿里', '安然'])
    i18n.global.locale.value = 'en'
  })
})
