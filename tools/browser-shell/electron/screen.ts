import type { Display, Point, Rectangle, Screen } from 'electron'
import { app } from './app.ts'
import { Refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'
import { changed } from './state.ts'

/** A display, as specified by a spec; the first one is the primary. */
export interface DisplayWish extends Rectangle {
  id: number
  label?: string
  scaleFactor?: number
  /** Height of the taskbar at the bottom. */
  bar?: number
}

const makeDisplay = (wish: DisplayWish): Display => {
  const { x, y, width, height } = wish
  const workHeight = height - (wish.bar ?? 40)
  return {
    id: wish.id,
    label: wish.label ?? `Display ${wish.id}`,
    scaleFactor: wish.scaleFactor ?? 1,
    bounds: { x, y, width, height },
    size: { width, height },
    workArea: { x, y, width, height: workHeight },
    workAreaSize: { width, height: workHeight },
    nativeOrigin: { x, y },
    maximumCursorSize: { width: 0, height: 0 },
    accelerometerSupport: 'unavailable',
    touchSupport: 'unavailable',
    colorDepth: 24,
    depthPerComponent: 8,
    colorSpace: '',
    displayFrequency: 60,
    detected: true,
    internal: false,
    monochrome: false,
    rotation: 0,
  }
}

const atStart = (): Display[] => {
  const json = process.env['HOLDWATCH_SHELL_DISPLAYS']
  const wishes: DisplayWish[] = json
    ? (JSON.parse(json) as DisplayWish[])
    : [{ id: 1, x: 0, y: 0, width: 1920, height: 1080, label: 'Display 1' }]
  return wishes.map(makeDisplay)
}

const overlap = (a: Rectangle, b: Rectangle) => {
  const span = (from: number, size: number, otherFrom: number, otherSize: number) =>
    Math.max(0, Math.min(from + size, otherFrom + otherSize) - Math.max(from, otherFrom))
  return span(a.x, a.width, b.x, b.width) * span(a.y, a.height, b.y, b.height)
}

const distance = (point: Point, { x, y, width, height }: Rectangle) =>
  Math.hypot(
    Math.max(x - point.x, 0, point.x - (x + width)),
    Math.max(y - point.y, 0, point.y - (y + height)),
  )

const best = <T>(items: T[], score: (item: T) => number): T => {
  const [winner] = items.toSorted((a, b) => score(b) - score(a))
  if (winner === undefined) throw new Error('there is no display')
  return winner
}

let displays: Display[] | undefined
const all = () => (displays ??= atStart())

const nearest = (point: Point) => best(all(), (display) => -distance(point, display.bounds))

/** The display that shows most of a rectangle, or the nearest one. */
export function displayFor(rect: Rectangle): Display {
  const match = best(all(), (display) => overlap(rect, display.bounds))
  if (overlap(rect, match.bounds) > 0) return match
  return nearest({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })
}

/** Stands in for Electron's `screen`. */
export class ShellScreen extends Refusing implements Offers<Screen> {
  constructor() {
    super('screen')
  }

  getAllDisplays() {
    return [...this.#ready()]
  }

  getPrimaryDisplay() {
    const [first] = this.#ready()
    if (!first) throw new Error('there is no display')
    return first
  }

  getDisplayMatching(rect: Rectangle) {
    this.#ready()
    return displayFor(rect)
  }

  getDisplayNearestPoint(point: Point) {
    this.#ready()
    return nearest(point)
  }

  /** Connects and disconnects displays, and emits the same events as Electron. */
  shellSetDisplays(wishes: DisplayWish[]) {
    const before = all()
    const after = wishes.map(makeDisplay)
    if (after.length === 0) throw new Error('at least one display must stay')
    displays = after
    for (const display of before.filter(({ id }) => !after.some((display) => display.id === id))) {
      this.emit('display-removed', {}, display)
    }
    for (const display of after) {
      const old = before.find(({ id }) => id === display.id)
      if (!old) this.emit('display-added', {}, display)
      else this.#tellMetrics(old, display)
    }
    changed()
  }

  #tellMetrics(old: Display, display: Display) {
    const metrics = (['bounds', 'workArea', 'scaleFactor', 'rotation'] as const).filter(
      (name) => JSON.stringify(old[name]) !== JSON.stringify(display[name]),
    )
    if (metrics.length > 0) this.emit('display-metrics-changed', {}, display, metrics)
  }

  #ready() {
    if (!app.isReady()) {
      throw new Error("The 'screen' module can't be used before the app 'ready' event")
    }
    return all()
  }
}

export type ScreenStrays = Checked<Strays<ShellScreen, Screen>>

export const screen = new ShellScreen()
