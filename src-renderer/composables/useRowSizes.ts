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

/**
 * Sizes at which the rows fit the room: in the compact board in steps, on the wall as large as can
 * be. They stay as they are while a row is pointed at, which would move with them.
 */
export const useRowSizes = (
  wall: () => boolean,
  room: () => Room,
): { rowPx: Ref<number>; fit: ShallowRef<WallFit | null> } => {
  const view = useBoardView()
  const rowPx = ref<number>(compactHeights[0])
  const fit = shallowRef<WallFit | null>(null)

  watch(
    [wall, room, () => view.grouping, () => view.lines.length, () => view.pins.length > 0] as const,
    ([onWall, space, grouping, lines, isPinned], [wasOnWall, before, groupedBefore]) => {
      // Not measured yet.
      if (space.width === 0) return
      const isSame = onWall === wasOnWall && space === before && grouping === groupedBefore
      const places = fit.value ? fit.value.columns * fit.value.linesPerColumn : 0
      if (isPinned && isSame && (!onWall || lines <= places)) return
      fit.value = onWall ? wallFit(lines, grouping !== 'none', space) : null
      if (space.width < foldsBelowPx) rowPx.value = compactHeights[0]
      else if (!onWall) rowPx.value = compactHeight(lines, space.height - headPx, rowPx.value)
    },
    { immediate: true },
  )
  return { rowPx, fit }
}
