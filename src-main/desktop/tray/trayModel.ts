import type { BoardSnapshot, HeldCall } from '../../../src-shared/contract/index.ts'
import { startDoubtMs } from '../../../src-shared/doubt.ts'
import { type Level, worst } from '../../../src-shared/levels.ts'
import { ageText } from '../../../src-shared/ageText.ts'
import { noDataAfterMs } from '../../alerts/noData.ts'
import { clockTime } from '../../base/clockTime.ts'
import type { Words } from '../text/words.ts'

/** The input of the tray. Times are board-clock ms. */
export interface TrayInput {
  /** Null while nothing is set up. */
  board: BoardSnapshot | null
  now: number
  /** Epoch ms of the same moment. */
  wall: number
  isWindowVisible: boolean
  isAlwaysOnTop: boolean
  canStayOnTop: boolean
  words: Words
}

export interface TrayIcon {
  kind: 'off' | 'calm' | 'held' | 'stale' | 'paused'
  count: number
  level: Level
}

export type TrayEntry =
  | { kind: 'separator' }
  /** Text only: readable where clicks do not arrive, and by screen readers. */
  | { kind: 'text'; label: string }
  | { kind: 'hold'; holdId: string; label: string }
  | { kind: 'command'; command: TrayCommand; label: string; checked?: boolean }
export type TrayCommand =
  'show' | 'hide' | 'on-top' | 'pause' | 'go-on' | 'snooze-all' | 'settings' | 'quit'

export interface TrayModel {
  icon: TrayIcon
  tooltip: string
  /** For the badge of dock or task bar; empty for none. */
  badge: string
  menu: TrayEntry[]
}

/** Further holds are summarized in one line. */
const mostListed = 5

/** Icon, tooltip, badge and menu in one step. */
export function trayModel(input: TrayInput): TrayModel {
  const { board, now, words } = input
  const calls = [...(board?.calls ?? [])].sort((a, b) => a.startedAt - b.startedAt)
  const icon = trayIcon(board, calls, now)
  const headline = headlineOf(icon, calls, input)
  return {
    icon,
    tooltip: `Holdwatch – ${headline}`,
    badge: badgeOf(icon),
    menu: [
      { kind: 'text', label: headline },
      ...holdEntries(board, calls, now, words),
      { kind: 'separator' },
      ...commands(input),
    ],
  }
}

function trayIcon(board: BoardSnapshot | null, calls: readonly HeldCall[], now: number): TrayIcon {
  const count = calls.length
  const level = worst(calls)
  if (board === null) return { kind: 'off', count: 0, level: 'normal' }
  const { state } = board.watch
  if (state === 'paused') return { kind: 'paused', count, level }
  const isBlind = board.agents.length > 0 && board.agents.every((agent) => agent.state === 'unseen')
  const isOld = board.agents.length > 0 && noDataSince(board, now) !== null
  if (state !== 'watching' || isBlind || isOld) return { kind: 'stale', count, level }
  return { kind: count === 0 ? 'calm' : 'held', count, level }
}

/** Null while data is received, and before there was any. */
function noDataSince({ lastAnswerAt }: BoardSnapshot, now: number): number | null {
  return lastAnswerAt === null || now - lastAnswerAt < noDataAfterMs ? null : lastAnswerAt
}

function headlineOf(
  { kind, count }: TrayIcon,
  [longest]: readonly HeldCall[],
  { board, now, wall, words }: TrayInput,
): string {
  if (board === null) return words.notSetUp
  const held = count === 0 ? null : words.held(count, age(longest, now))
  // That none was held says nothing about the present, but would be read that way.
  if (kind === 'paused') return words.paused(held)
  if (kind === 'stale') {
    if (board.watch.state === 'connecting' && held === null) return words.connecting
    const since = noDataSince(board, now)
    return words.nothingKnown(since === null ? null : clockTime(wall - (now - since), wall), held)
  }
  const unseen = board.agents.filter((agent) => agent.state === 'unseen').length
  const current = held ?? words.noneHeld
  return unseen === 0 ? current : words.unseen(current, unseen, board.agents.length)
}

function badgeOf({ kind, count }: TrayIcon): string {
  if (kind !== 'held') return ''
  return count > 99 ? '99+' : String(count)
}

function holdEntries(
  board: BoardSnapshot | null,
  calls: readonly HeldCall[],
  now: number,
  words: Words,
): TrayEntry[] {
  const names = new Map(board?.agents.map(({ agentId, name }) => [agentId, name]))
  const listed = calls.slice(0, mostListed).map((call): TrayEntry => {
    const agent = `${names.get(call.agentId) ?? ''} ${call.agentId}`.trim()
    const parts = [age(call, now), agent, call.customer, words.levels[call.level]]
    return {
      kind: 'hold',
      holdId: call.holdId,
      label: parts.filter((part) => part !== '').join(' · '),
    }
  })
  const more = calls.length - listed.length
  return more > 0 ? [...listed, { kind: 'text', label: words.more(more) }] : listed
}

function commands(input: TrayInput): TrayEntry[] {
  const { board, isWindowVisible, isAlwaysOnTop, canStayOnTop, words } = input
  const isPaused = board?.watch.state === 'paused'
  const watching: TrayEntry[] =
    board === null
      ? []
      : [
          {
            kind: 'command',
            command: isPaused ? 'go-on' : 'pause',
            label: isPaused ? words.goOn : words.pause,
          },
          {
            kind: 'command',
            command: 'snooze-all',
            label: words.snoozeAll,
            checked: board.alerts.snoozedUntil !== null,
          },
        ]
  const onTop: TrayEntry[] = canStayOnTop
    ? [{ kind: 'command', command: 'on-top', label: words.onTop, checked: isAlwaysOnTop }]
    : []
  return [
    {
      kind: 'command',
      command: isWindowVisible ? 'hide' : 'show',
      label: isWindowVisible ? words.hide : words.show,
    },
    ...onTop,
    ...watching,
    { kind: 'command', command: 'settings', label: words.settings },
    { kind: 'separator' },
    { kind: 'command', command: 'quit', label: words.quit },
  ]
}

function age(call: HeldCall | undefined, now: number): string {
  if (call === undefined) return ''
  const { startedAt, notBefore, gap, stale } = call
  const doubtMs = startDoubtMs(startedAt, notBefore)
  return ageText({ ageMs: now - startedAt, doubtMs, gap: gap || stale })
}
