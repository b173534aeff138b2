import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Rect, SavedWindowBounds } from '../../settings/savedWindowBounds.ts'
import { keepWindow } from './windowKeeper.ts'

const screen = vi.hoisted(() => ({ displays: [] as { id: number; bounds: Rect }[] }))
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  return {
    screen: Object.assign(new Emitter(), {
      getAllDisplays: () => screen.displays,
      getPrimaryDisplay: () => screen.displays[0],
      getDisplayMatching: ({ x }: Rect) =>
        screen.displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ??
        screen.displays[0],
    }),
  }
})
const { screen: screenEvents } = (await import('electron')) as unknown as { screen: EventEmitter }

const display = (id: number, label: string, x: number) => {
  const bounds = { x, y: 0, width: 1920, height: 1080 }
  return { id, label, bounds, workArea: bounds, size: bounds }
}
const desk = display(1, 'DesktopShell', 0)
const wall = display(2, 'Wall', 1920)
const atWall = { x: 2500, y: 200, width: 900, height: 700 }

class FakeWindow extends EventEmitter {
  bounds: Rect = { x: 0, y: 0, width: 800, height: 600 }
  isShown = false
  /** The offset that the window manager adds to the vertical position. */
  frame = 0
  isDestroyed = () => false
  isMinimized = () => false
  isFullScreen = () => false
  isMaximized = () => false
  isVisible = () => this.isShown
  getBounds = () => this.bounds
  getNormalBounds = () => this.bounds
  setBounds(bounds: Rect) {
    this.moveTo({ ...bounds, y: bounds.y + (this.isShown ? this.frame : 0) })
  }

  moveTo(bounds: Rect) {
    this.bounds = bounds
    this.emit('move')
  }

  show() {
    this.isShown = true
    this.moveTo({ ...this.bounds, y: this.bounds.y + this.frame })
    this.emit('show')
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  screen.displays = [desk, wall]
})
afterEach(() => {
  vi.useRealTimers()
  screenEvents.removeAllListeners()
})

/** A window that was moved to the wall display and has stayed there. */
function onTheWall(frame = 0) {
  const wishes: SavedWindowBounds[] = []
  const window = new FakeWindow()
  window.frame = frame
  keepWindow({
    window: window as unknown as BrowserWindow,
    wish: {
      offsetX: atWall.x - wall.bounds.x,
      offsetY: atWall.y,
      width: atWall.width,
      height: atWall.height,
      maximized: false,
      display: { id: 2, label: 'Wall', width: 1920, height: 1080 },
    },
    onWish: (wish) => wishes.push(wish),
    onDisplay: () => {},
    canPlaceWindow: true,
  })
  window.show()
  vi.advanceTimersByTime(5_000)
  return { window, wishes }
}

const unplug = {
  blur: (window: FakeWindow) => void window.emit('blur'),
  move: (window: FakeWindow) => window.moveTo({ ...atWall, x: 0, y: 0 }),
  told: () => {
    screen.displays = [desk]
    screenEvents.emit('display-removed', {}, wall)
  },
}
type Step = keyof typeof unplug
const orders = (['blur', 'move', 'told'] as const).flatMap((first, index, all) => {
  const [second, third] = all.filter((_, other) => other !== index) as [Step, Step]
  return [
    [first, second, third],
    [first, third, second],
  ] as [Step, Step, Step][]
})

for (const pauseMs of [0, 400]) {
  it.each(orders)(
    `a display that goes takes no wish along: %s, %s, %s, ${pauseMs} ms apart`,
    (...steps) => {
      const { window, wishes } = onTheWall()
      for (const step of steps) {
        unplug[step](window)
        vi.advanceTimersByTime(pauseMs)
      }
      vi.advanceTimersByTime(5_000)
      expect(wishes).toEqual([])
      expect(window.bounds).toEqual({ ...atWall, x: 510, y: 190 })

      screen.displays = [desk, wall]
      screenEvents.emit('display-added', {}, wall)
      // Some systems move it back by themselves, to its previous position or elsewhere.
      window.moveTo({ ...atWall, x: 1950 })
      vi.advanceTimersByTime(5_000)
      expect(window.bounds).toEqual(atWall)
      expect(wishes).toEqual([])
    },
  )
}

it('a move that ends before the system reports the display change is not saved', () => {
  const { window, wishes } = onTheWall()
  screen.displays = [desk]
  window.moveTo({ ...atWall, x: 0 })
  vi.advanceTimersByTime(5_000)
  unplug.told()
  vi.advanceTimersByTime(5_000)
  expect(wishes).toEqual([])
})

it('a window manager’s adjustment of a placement is not saved, but a move by hand is', () => {
  const { window, wishes } = onTheWall(28)
  expect(wishes).toEqual([])
  window.moveTo({ ...atWall, x: 2600 })
  vi.advanceTimersByTime(2_000)
  expect(wishes).toMatchObject([{ offsetX: 680, offsetY: 200 }])
})

it('the bounds of a window that is closed right after it was moved are saved', () => {
  const { window, wishes } = onTheWall()
  window.moveTo({ ...atWall, x: 2600 })
  window.emit('close')
  expect(wishes).toMatchObject([{ offsetX: 680 }])
})
