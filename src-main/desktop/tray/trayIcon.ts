import type { Level } from '../../../src-shared/contract/index.ts'
import { type Bitmap, type Layer, rasterise, svg } from './raster.ts'
import { type Face, moved, textLines } from './trayIconGlyphs.ts'
import { encodePng } from './trayIconPng.ts'
import { arc, circle, levelShape, rectangle, type TextBox } from './trayIconShapes.ts'
import type { TrayIcon } from './trayModel.ts'

/** Sizes with a number designed for their pixels; at twice the size it is doubled. */
type DrawnSize = 16 | 20 | 24 | 28 | 32

export interface TrayIconLook {
  /** Pixels, not points. */
  size: DrawnSize | 40 | 48 | 56 | 64
  /** Of the panel behind it. `template`: macOS colors it; a number belongs beside it, as text. */
  theme: 'light' | 'dark' | 'template'
}

interface Ink {
  sign: string
  faint: string
  calm: string
  /** Background and number. A hold within limits is light, a critical one dark: distinguishable without color. */
  level: Record<Level, readonly [ground: string, number: string]>
}

const white = '#ffffff'
const inks: Record<'light' | 'dark', Ink> = {
  dark: {
    sign: '#e8ecf2',
    faint: '#98a4b3',
    calm: '#4cc38a',
    level: {
      normal: ['#d3dae4', '#131820'],
      amber: ['#f5b92c', '#1a1405'],
      red: ['#ff7f7f', '#210508'],
      critical: ['#e3122e', white],
    },
  },
  light: {
    sign: '#2a323d',
    faint: '#6f7b8a',
    calm: '#11804f',
    level: {
      normal: ['#c6ced9', '#131820'],
      amber: ['#a86200', white],
      red: ['#d5303f', white],
      critical: ['#8e0019', white],
    },
  },
}

/** Typefaces for one, two and three characters. */
const faces: Record<DrawnSize, readonly [Face, Face, Face]> = {
  16: [face(7, 10, 2, 1), face(6, 10, 2, 1), face(4, 9, 1, 1)],
  20: [face(8, 12, 2, 1), face(7, 12, 2, 2), face(6, 10, 2, 1)],
  24: [face(10, 15, 3, 2), face(9, 14, 3, 2), face(6, 12, 2, 1)],
  28: [face(12, 17, 3, 2), face(10, 15, 3, 2), face(7, 13, 2, 2)],
  32: [face(13, 19, 3, 2), face(11, 17, 3, 2), face(8, 15, 3, 1)],
}

function face(width: number, height: number, stem: number, gap: number): Face {
  return { width, height, stem, gap }
}

/** The icon as an SVG image, its text drawn as lines. */
export function trayIconSvg(state: TrayIcon, look: TrayIconLook): string {
  return svg(layersOf(state, look), look.size)
}

export function trayIconBitmap(state: TrayIcon, look: TrayIconLook): Bitmap {
  return rasterise(layersOf(state, look), look.size)
}

/** For `nativeImage.createFromBuffer`. */
export function trayIconPng(state: TrayIcon, look: TrayIconLook): Buffer {
  return encodePng(trayIconBitmap(state, look))
}

function layersOf(state: TrayIcon, { size, theme }: TrayIconLook): Layer[] {
  if (state.kind !== 'held') return signLayers(state.kind, size, inkOf(theme))
  if (theme === 'template') return [templateLevel(state.level, size)]
  return heldLayers(state, size, inks[theme])
}

function inkOf(theme: TrayIconLook['theme']): Pick<Ink, 'sign' | 'faint' | 'calm'> {
  if (theme !== 'template') return inks[theme]
  const black = '#000000'
  return { sign: black, faint: black, calm: black }
}

/** The number on its level's shape. */
function heldLayers({ count, level }: TrayIcon, size: TrayIconLook['size'], ink: Ink): Layer[] {
  const text = count > 99 ? '99+' : String(Math.max(1, Math.trunc(count)))
  const face = faceFor(text.length, size)
  const { width, lines } = textLines(text, face)
  // A single 1 has its weight on the right.
  const lean = text === '1' ? Math.round((width - face.stem) * 0.3) : 0
  const x = Math.floor((size - width) / 2) - lean
  // The triangle is widest at its base.
  const under = level === 'amber' ? Math.round(size / 16) : Math.ceil((size - face.height) / 2)
  const box: TextBox = { x, y: size - under - face.height, width, height: face.height }
  const [ground, number] = ink.level[level]
  return [
    { kind: 'fill', colour: ground, rings: [levelShape(level, size, box)] },
    {
      kind: 'stroke',
      colour: number,
      width: face.stem,
      lines: lines.map((line) => moved(line, box.x, box.y)),
    },
  ]
}

function faceFor(signs: number, size: TrayIconLook['size']): Face {
  const by = size > 32 ? 2 : 1
  const [one, two, three] = faces[(size / by) as DrawnSize]
  const { width, height, stem, gap } = signs === 1 ? one : signs === 2 ? two : three
  return face(width * by, height * by, stem * by, gap * by)
}

/** The level's shape alone; the worst has the board's exclamation mark cut out of it. */
function templateLevel(level: Level, size: number): Layer {
  const pixels = (sixteenths: number) => Math.round((sixteenths * size) / 16)
  const shape = levelShape(level, size, null)
  // Even, like the size, so that it is centered on whole pixels.
  const width = 2 * pixels(1)
  const bang = [
    rectangle((size - width) / 2, pixels(3), width, pixels(6)),
    rectangle((size - width) / 2, pixels(11), width, width),
  ]
  return {
    kind: 'fill',
    colour: '#000000',
    rings: level === 'critical' ? [shape, ...bang] : [shape],
  }
}

/** The symbols without a number: a ring, a crossed ring, a broken ring, two bars. */
function signLayers(
  kind: Exclude<TrayIcon['kind'], 'held'>,
  size: number,
  ink: Pick<Ink, 'sign' | 'faint' | 'calm'>,
): Layer[] {
  const [half, unit] = [size / 2, size / 16]
  const width = Math.floor(unit * 2)
  const ring = circle(half, half, half - width / 2)
  switch (kind) {
    case 'calm':
      return [
        { kind: 'stroke', colour: ink.sign, width, lines: [ring] },
        { kind: 'fill', colour: ink.calm, rings: [circle(half, half, unit * 2.5)] },
      ]
    case 'off': {
      const reach = (half - width / 2) * Math.SQRT1_2
      const slash = [
        [half - reach, half - reach],
        [half + reach, half + reach],
      ] as const
      return [{ kind: 'stroke', colour: ink.faint, width, lines: [ring, slash] }]
    }
    case 'paused': {
      const [bar, apart, top] = [Math.round(unit * 4), Math.round(unit), Math.round(unit * 2)]
      const bars = [half - apart - bar, half + apart].map((x) =>
        rectangle(x, top, bar, size - 2 * top, unit),
      )
      return [{ kind: 'fill', colour: ink.sign, rings: bars }]
    }
    case 'stale': {
      const dashes = Array.from({ length: 8 }, (_, index) => {
        const middle = (index + 0.5) / 8
        return arc(half, half, half - width / 2, middle - 0.04, middle + 0.04)
      })
      const question = face(Math.round(unit * 6), Math.round(unit * 8), width, 0)
      const lines = textLines('?', question).lines.map((line) =>
        moved(line, (size - question.width) / 2, (size - question.height) / 2),
      )
      return [{ kind: 'stroke', colour: ink.sign, width, lines: [...dashes, ...lines] }]
    }
  }
}
