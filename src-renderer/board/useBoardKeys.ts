import { useEventListener } from '@vueuse/core'
import { nextTick } from 'vue'
import { useI18n } from 'vue-i18n'
import { type ShortcutId, shortcutOf } from '../state/shortcuts.ts'
import { useBoard } from '../state/board.ts'
import { useBoardView } from './boardView.ts'
import { useAnnouncements } from '../state/announcements.ts'
import { useNumberActions } from '../state/useNumberActions.ts'
import { useHoldActions } from './useHoldActions.ts'
import { useNotes } from './useNotes.ts'
import { rowElement, rowIdOf } from './useRowFocus.ts'

/** Panels opened by keys that do not belong to a row. */
export interface BoardParts {
  search(): void
  filter(): void
  density(): void
}

/** Keys that repeat while held down; any other action must not be repeated by accident. */
const goesOn: ReadonlySet<ShortcutId | null> = new Set(['nextRow', 'previousRow'] as const)

/** The keyboard shortcuts of the board (shortcuts.ts). */
export const useBoardKeys = (parts: BoardParts): void => {
  const board = useBoard()
  const view = useBoardView()
  const announcements = useAnnouncements()
  const actions = useHoldActions()
  const notes = useNotes()
  const numberActions = useNumberActions()
  const { t } = useI18n()

  const goTo = async (holdId: string | null): Promise<void> => {
    if (holdId === null) return
    await nextTick()
    const row = rowElement(holdId)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }
  /** The current row, which is highlighted: never one that is out of view. */
  const onRow = (act: (holdId: string) => unknown): void => {
    const holdId = view.chosen
    if (holdId !== null && board.calls.has(holdId)) act(holdId)
    else announcements.say(t('held.result.noRow'), 'failure')
  }
  const snooze = (minutes: 1 | 3 | 5) => (): void => {
    // A digit alone does nothing: it follows the key that opens the options.
    if (view.choosing !== null) void actions.snooze(view.choosing, minutes)
  }

  const acts: Partial<Record<ShortcutId, () => unknown>> = {
    nextRow: () => goTo(view.step(1)),
    previousRow: () => goTo(view.step(-1)),
    nextAlert: () => {
      const holdId = view.nextAlert()
      if (holdId === null) actions.sayNoneWaits()
      return goTo(holdId)
    },
    search: () => parts.search(),
    filter: () => parts.filter(),
    density: () => parts.density(),
    group: () => {
      const at = view.groupings.indexOf(view.grouping)
      view.grouping = view.groupings[at + 1] ?? 'none'
      announcements.say(
        t('held.result.grouping', { grouping: t(`held.groupings.${view.grouping}`) }),
      )
    },
    acknowledge: () =>
      onRow((holdId) =>
        board.calls.get(holdId)?.attention?.kind === 'acknowledged'
          ? actions.clearAttention(holdId)
          : actions.acknowledge(holdId),
      ),
    acknowledgeAll: () => actions.acknowledgeAll(),
    undo: () => {
      announcements.undo()
    },
    details: () =>
      onRow((holdId) => {
        view.detailed = holdId
      }),
    snooze: () =>
      onRow((holdId) => {
        // Pressed twice it chooses the middle option.
        if (view.choosing === holdId) void actions.snooze(holdId, 3)
        else view.choosing = holdId
      }),
    snoozeOne: snooze(1),
    snoozeThree: snooze(3),
    snoozeFive: snooze(5),
    note: () => onRow(notes.write),
    reveal: () => onRow(numberActions.toggleNumber),
    copy: () => onRow(numberActions.copyNumber),
  }

  useEventListener(document, 'keydown', (event) => {
    const id = shortcutOf(event)
    if (event.repeat && !goesOn.has(id)) {
      // Enter would otherwise repeat a button of a row.
      const pressesAgain = event.key === 'Enter' && rowIdOf(event.target) !== null
      if (id !== null || pressesAgain) event.preventDefault()
      return
    }
    const act = id === null ? undefined : acts[id]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
}
