import type { BoardSnapshot, HeldCall, Level } from '../../src-preload/contract/index.ts'

/** Everything the tray is derived from. Times are board-clock ms. */
export interface TrayInput {
  /** Null while nothing is set up. */
  board: BoardSnapshot | null
  now: number
  isWindowVisible: boolean
  isAlwaysOnTop: boolean
  canStayOnTop: boolean
}

export interface TrayIcon {
  kind: 'off' | 'calm' | 'held' | 'stale' | 'paused'
  count: number
  level: Level
}

export type TrayEntry =
  | { kind: 'separator' }
  /** Text only: readable where a click never arrives, and by screen readers. */
  | { kind: 'text'; label: string }
  | { kind: 'hold'; holdId: string; label: string }
  | { kind: 'command'; command: TrayCommand; label: string; checked?: boolean }
export type TrayCommand = 'show' | 'hide' | 'on-top' | 'pause' | 'go-on' | 'settings' | 'quit'

export interface TrayModel {
  icon: TrayIcon
  tooltip: string
  /** For the badge of dock or task bar; empty for none. */
  badge: string
  menu: TrayEntry[]
}

/** More holds than this are said in one line. */
const mostListed = 5
const order: readonly Level[] = ['normal', 'amber', 'red', 'critical']
const levelName: Record<Level, string> = {
  normal: '',
  amber: 'amber',
  red: 'red',
  critical: 'critical',
}

/** Icon, tooltip, badge and menu in one step. */
export function trayModel(input: TrayInput): TrayModel {
  const { board } = input
  const calls = [...(board?.calls ?? [])].sort((a, b) => a.startedAt - b.startedAt)
  const icon = trayIcon(board, calls)
  const headline = headlineOf(icon, board, calls, input.now)
  return {
    icon,
    tooltip: `Holdwatch – ${headline}`,
    badge: badgeOf(icon),
    menu: [
      { kind: 'text', label: headline },
      ...holdEntries(board, calls, input.now),
      { kind: 'separator' },
      ...commands(input),
    ],
  }
}

function trayIcon(board: BoardSnapshot | null, calls: readonly HeldCall[]): TrayIcon {
  const count = calls.length
  const level = order[Math.max(0, ...calls.map((call) => order.indexOf(call.level)))] ?? 'normal'
  if (board === null) return { kind: 'off', count: 0, level: 'normal' }
  const { state } = board.watch
  if (state === 'paused') return { kind: 'paused', count, level }
  const isBlind = board.agents.length > 0 && board.agents.every((agent) => agent.state === 'unseen')
  if (state !== 'watching' || isBlind) return { kind: 'stale', count, level }
  return { kind: count === 0 ? 'calm' : 'held', count, level }
}

function headlineOf(
  { kind, count }: TrayIcon,
  board: BoardSnapshot | null,
  [longest]: readonly HeldCall[],
  now: number,
): string {
  if (board === null) return 'not set up yet'
  const held = count === 0 ? 'no call held' : `${count} held, longest ${age(longest, now)}`
  if (kind === 'paused') return `paused; last seen: ${held}`
  if (kind === 'stale') {
    return board.watch.state === 'connecting' ? 'connecting…' : `not current; last seen: ${held}`
  }
  const unseen = board.agents.filter((agent) => agent.state === 'unseen').length
  return unseen === 0 ? held : `${held}; ${unseen} of ${board.agents.length} agents cannot be seen`
}

function badgeOf({ kind, count }: TrayIcon): string {
  if (kind !== 'held') return ''
  return count > 99 ? '99+' : String(count)
}

function holdEntries(
  board: BoardSnapshot | null,
  calls: readonly HeldCall[],
  now: number,
): TrayEntry[] {
  const names = new Map(board?.agents.map(({ agentId, name }) => [agentId, name]))
  const listed = calls.slice(0, mostListed).map((call): TrayEntry => {
    const agent = names.get(call.agentId) || call.agentId
    const parts = [age(call, now), agent, call.customer, levelName[call.level]]
    return {
      kind: 'hold',
      holdId: call.holdId,
      label: parts.filter((part) => part !== '').join(' · '),
    }
  })
  const more = calls.length - listed.length
  return more > 0 ? [...listed, { kind: 'text', label: `and ${more} more` }] : listed
}

function commands({ board, isWindowVisible, isAlwaysOnTop, canStayOnTop }: TrayInput): TrayEntry[] {
  const isPaused = board?.watch.state === 'paused'
  const watching: TrayEntry[] =
    board === null
      ? []
      : [
          {
            kind: 'command',
            command: isPaused ? 'go-on' : 'pause',
            label: isPaused ? 'Go on watching' : 'Pause watching',
          },
        ]
  const onTop: TrayEntry[] = canStayOnTop
    ? [{ kind: 'command', command: 'on-top', label: 'Always on top', checked: isAlwaysOnTop }]
    : []
  return [
    {
      kind: 'command',
      command: isWindowVisible ? 'hide' : 'show',
      label: isWindowVisible ? 'Hide the window' : 'Show the window',
    },
    ...onTop,
    ...watching,
    { kind: 'command', command: 'settings', label: 'Settings…' },
    { kind: 'separator' },
    { kind: 'command', command: 'quit', label: 'Quit' },
  ]
}

/** `2:10`, `1:02:03`; `≥` for a lower bound, `~` where the call may have been retrieved meanwhile. */
function age(call: HeldCall | undefined, now: number): string {
  if (call === undefined) return ''
  const seconds = Math.max(0, Math.floor((now - call.startedAt) / 1_000))
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = String(seconds % 60).padStart(2, '0')
  const time =
    hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
  const surety = call.stale || call.gap ? '~' : call.lowerBound ? '≥ ' : ''
  return surety + time
}
