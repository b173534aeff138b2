import { computed, type ComputedRef, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Density } from '../../src-shared/contract/index.ts'
import { fittingHeight, type Room, rowHeights, wallFit, type WallFit } from './fit.ts'
import { useBoardView } from './boardView.ts'

/** Height of the table's head, px; below that width rows fold into two lines (heldRowCard.css). */
const headPx = 30
const foldsBelowPx = 900
/** A container of zero width was not measured yet. */
const folds = ({ width }: Room): boolean => width > 0 && width < foldsBelowPx

/**
 * The sizes of the rows. They depend on the density and the window only, as long as that does not hide calls on the
 * wall display, which nobody scrolls. Fitted sizes stay unchanged while a row is pinned, which would move otherwise, as
 * long as all lines fit on the wall display, and unless rows fold or unfold in the normal layout.
 */
export const useRowSizes = (
  density: () => Density,
  room: () => Room,
): { rowPx: Ref<number>; fit: ShallowRef<WallFit | null>; isFolded: ComputedRef<boolean> } => {
  const view = useBoardView()
  const rowPx = ref<number>(rowHeights.comfortable)
  const fit = shallowRef<WallFit | null>(null)

  /** Whether the current wall layout shows this many lines, and no fewer than before. */
  const hasPlaces = (lines: number, { height }: Room, before: Room): boolean => {
    if (fit.value === null) return false
    const { columns, linesPerColumn, linePx } = fit.value
    const isSeen = height >= before.height || linesPerColumn * linePx <= height
    return lines <= columns * linesPerColumn && isSeen
  }
  const canStay = (wish: Density, lines: number, space: Room, before: Room): boolean =>
    wish === 'wallboard'
      ? space.width === before.width && hasPlaces(lines, space, before)
      : folds(space) === folds(before)
  const deskPx = (wish: Exclude<Density, 'wallboard'>, lines: number, space: Room): number => {
    if (wish !== 'fit') return rowHeights[wish]
    if (folds(space)) return rowHeights.comfortable
    return fittingHeight(lines, space.height - headPx, rowPx.value)
  }

  watch(
    [density, room, () => view.grouping, () => view.lines.length, () => view.pin !== null] as const,
    ([wish, space, grouping, lines, isPinned], [wishedBefore, before, groupedBefore]) => {
      if (space.width === 0) return
      const isSame = wish === wishedBefore && grouping === groupedBefore
      if (isPinned && isSame && before && canStay(wish, lines, space, before)) return
      fit.value = wish === 'wallboard' ? wallFit(lines, grouping !== 'none', space) : null
      if (wish !== 'wallboard') rowPx.value = deskPx(wish, lines, space)
    },
    { immediate: true },
  )
  return { rowPx, fit, isFolded: computed(() => density() !== 'wallboard' && folds(room())) }
}
