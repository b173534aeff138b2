// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import type { Density } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { FakeBridge, ok } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import { snapshot } from '../testing/boardData.ts'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import HeldTable from './HeldTable.vue'

/** The table alone, in a container of a given size. */
const show = async (rows: number, density: Density, room = { width: 1600, height: 955 }) => {
  const calls = Array.from({ length: rows }, (_, i) =>
    heldCall({ holdId: `h${i}`, agentId: `${i % 7}`, startedAt: boardNow - (rows - i) * 1_000 }),
  )
  new FakeBridge({ 'board.get_snapshot': () => ok(snapshot({ calls })) }).install()
  const props = reactive({ density, room })
  const page = render(
    defineComponent(() => {
      useBoard().start()
      return () => h(HeldTable, props)
    }),
  )
  await settle()
  const table = page.get('table').element as HTMLElement
  const size = (name: string) => Number.parseFloat(table.style.getPropertyValue(name))
  return { page, table, size, props, end: (holdId: string) => useBoard().calls.delete(holdId) }
}

describe('the table that fits', () => {
  it.each([
    [10, 46, 'roomy'],
    [26, 30, 'plain'],
    [40, 23, 'dense'],
    [200, 21, 'dense'],
  ])('has %i rows of %i px', async (rows, px, look) => {
    const { table, size } = await show(rows, 'fit')
    expect(size('--row')).toBe(px)
    expect(table.className).toContain(look)
  })

  it('keeps its rows unchanged while one is pinned', async () => {
    const { size, page, end } = await show(21, 'fit')
    expect(size('--row')).toBe(38)
    useBoardView().use('h3')
    for (let i = 4; i < 12; i += 1) end(`h${i}`)
    await settle()
    expect(size('--row')).toBe(38)
    useBoardView().leave()
    await settle()
    expect(size('--row')).toBe(46)
    page.unmount()
  })

  it('keeps them even if something above takes some of their space, until the row is left', async () => {
    const { size, props } = await show(24, 'fit')
    useBoardView().use('h3')
    await settle()
    const before = size('--row')
    for (const room of [
      { width: 1600, height: 700 },
      { width: 1585, height: 700 },
    ]) {
      props.room = room
      await settle()
      expect(size('--row')).toBe(before)
    }
    useBoardView().leave()
    await settle()
    expect(size('--row')).toBeLessThan(before)
  })

  it('leaves rows that fold into two lines unchanged', async () => {
    const { size } = await show(40, 'fit', { width: 460, height: 600 })
    expect(size('--row')).toBe(46)
  })
})

describe('rows in the normal layout', () => {
  it.each([
    ['comfortable', 46],
    ['compact', 30],
  ] as const)(
    'are equally high in %s, however many there are and whatever room',
    async (density, px) => {
      const { size, end, props } = await show(40, density)
      expect(size('--row')).toBe(px)
      for (let i = 0; i < 38; i += 1) end(`h${i}`)
      await settle()
      expect(size('--row')).toBe(px)
      props.room = { width: 1600, height: 400 }
      await settle()
      expect(size('--row')).toBe(px)
    },
  )

  it('change with the density', async () => {
    const { size, props } = await show(4, 'compact')
    useBoardView().use('h3')
    props.density = 'comfortable'
    await settle()
    expect(size('--row')).toBe(46)
  })
})

describe('the table on the wall', () => {
  it('has rows of equal height, however many there are', async () => {
    const { size, end } = await show(16, 'wallboard', { width: 1920, height: 820 })
    const before = size('--row')
    expect(before).toBe(102)
    for (let i = 0; i < 15; i += 1) {
      end(`h${i}`)
      await settle()
      expect(size('--row')).toBe(before)
    }
  })

  it.each([
    [1, 1],
    [5, 1],
    [20, 2],
    [60, 4],
  ])('shows all of %i rows at once, in %i columns', async (rows, columns) => {
    const { size, table, page } = await show(rows, 'wallboard', { width: 1920, height: 820 })
    expect(page.findAll('tr[data-call-id]')).toHaveLength(rows)
    expect(size('--columns')).toBe(columns)
    expect(size('--lines') * size('--row')).toBeLessThanOrEqual(820)
    expect(table.className).toContain('wall')
  })

  it('never puts a heading last in its column', async () => {
    const { size, page } = await show(40, 'wallboard', { width: 1920, height: 820 })
    useBoardView().grouping = 'agent'
    await settle()
    const lines = page.findAll('tbody tr')
    const feet = lines.filter((_, at) => at % size('--lines') === size('--lines') - 1)
    expect(feet.length).toBeGreaterThan(0)
    expect(feet.some((line) => line.attributes('data-group') !== undefined)).toBe(false)
    expect(lines.length).toBeLessThanOrEqual(size('--lines') * size('--columns'))
  })

  it('is not fitted again while a row is pointed at, unless lines would be out of view', async () => {
    const { size, props } = await show(8, 'wallboard', { width: 1920, height: 820 })
    useBoardView().use('h3')
    await settle()
    const before = size('--row')
    props.room = { width: 1920, height: 1000 }
    await settle()
    expect(size('--row')).toBe(before)
    props.room = { width: 1920, height: 8 * before - 40 }
    await settle()
    expect(size('--row')).toBeLessThan(before)
  })

  it('keeps a pinned row at its position, whatever headings are added and removed', async () => {
    const { end, page } = await show(40, 'wallboard', { width: 1920, height: 820 })
    useBoardView().grouping = 'agent'
    await settle()
    const order = () => page.findAll('tbody tr').map((line) => line.attributes('data-hold-id'))
    const before = order()
    const at = before.length - 3
    const holdId = before[at] ?? ''
    useBoardView().use(holdId)
    for (const other of ['h0', 'h1', 'h7', 'h8', 'h14']) {
      end(other)
      await settle()
      expect(order()[at]).toBe(holdId)
    }
  })
})
