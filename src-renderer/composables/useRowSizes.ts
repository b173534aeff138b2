import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { compactHeight, compactHeights, wallFit, type WallFit } from '../lib/fit.ts'
import { useBoardView } from '../stores/boardView.ts'

export interface Room {
  width: number
  height: number
}

/** Height of the compact table's head, px; below that width rows fold into two lines (heldRow.css). */
const headPx = 30
const foldsBelowPx = 780
const folds = ({ width }: Room): boolean => width < foldsBelowPx

/**
 * Sizes at which the rows fit the room: in the compact board in steps, on the wall as large as can
 * be. They stay as they are while a row is pointed at, which would move with them: on the wall as
 * long as all lines have a place, in the compact board unless rows fold or unfold.
 */
export const useRowSizes = (
  wall: () => boolean,
  room: () => Room,
): { rowPx: Ref<number>; fit: ShallowRef<WallFit | null> } => {
  const view = useBoardView()
  const rowPx = ref<number>(compactHeights[0])
  const fit = shallowRef<WallFit | null>(null)

  /** Whether the wall as it is shows so many lines, no fewer of them than before. */
  const hasPlaces = (lines: number, { height }: Room, before: Room): boolean => {
    if (fit.value === null) return false
    const { columns, linesPerColumn, linePx } = fit.value
    const isSeen = height >= before.height || linesPerColumn * linePx <= height
    return lines <= columns * linesPerColumn && isSeen
  }
  const canStay = (onWall: boolean, lines: number, space: Room, before: Room): boolean =>
    onWall
      ? space.width === before.width && hasPlaces(lines, space, before)
      : folds(space) === folds(before)

  watch(
    [wall, room, () => view.grouping, () => view.lines.length, () => view.pins.length > 0] as const,
    ([onWall, space, grouping, lines, isPinned], [wasOnWall, before, groupedBefore]) => {
      // Not measured yet.
      if (space.width === 0) return
      const isSame = onWall === wasOnWall && grouping === groupedBefore
      if (isPinned && isSame && before && canStay(onWall, lines, space, before)) return
      fit.value = onWall ? wallFit(lines, grouping !== 'none', space) : null
      if (folds(space)) rowPx.value = compactHeights[0]
      else if (!onWall) rowPx.value = compactHeight(lines, space.height - headPx, rowPx.value)
    },
    { immediate: true },
  )
  return { rowPx, fit }
}
