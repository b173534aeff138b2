import type { TrayIcon } from '../../src-main/desktop/tray/trayModel.ts'
import type { TrayLook, TrayTheme } from '../../src-main/desktop/tray/traySheet.ts'
import type { Level } from '../../src-shared/levels.ts'
import { type Face, textGlyphs } from './glyphs.ts'
import { levelShape, type TextBox } from './levelShape.ts'
import { path, rectangle } from './path.ts'

interface SignInk {
  sign: string
  faint: string
  calm: string
}

const black = '#000000'
const white = '#ffffff'
const signInks: Record<TrayTheme, SignInk> = {
  dark: { sign: '#e8ecf2', faint: '#98a4b3', calm: '#4cc38a' },
  light: { sign: '#2a323d', faint: '#6f7b8a', calm: '#11804f' },
  template: { sign: black, faint: black, calm: black },
}

/** Background and number. A hold within limits is light, a critical one dark: distinguishable without color. */
export const levelInks: Record<
  'dark' | 'light',
  Record<Level, readonly [ground: string, number: string]>
> = {
  dark: {
    normal: ['#d3dae4', '#131820'],
    amber: ['#f5b92c', '#1a1405'],
    red: ['#ff7f7f', '#210508'],
    critical: ['#e3122e', white],
  },
  light: {
    normal: ['#c6ced9', '#131820'],
    amber: ['#a86200', white],
    red: ['#d5303f', white],
    critical: ['#8e0019', white],
  },
}

/** Typefaces for one, two and three characters, designed for the pixels of each size. */
const faces: Record<TrayLook['size'], readonly [Face, Face, Face]> = {
  16: [face(7, 10, 2, 1), face(6, 10, 2, 1), face(4, 9, 1, 1)],
  20: [face(8, 12, 2, 1), face(7, 12, 2, 2), face(6, 10, 2, 1)],
  24: [face(10, 15, 3, 2), face(9, 14, 3, 2), face(6, 12, 2, 1)],
  28: [face(12, 17, 3, 2), face(10, 15, 3, 2), face(7, 13, 2, 2)],
  32: [face(13, 19, 3, 2), face(11, 17, 3, 2), face(8, 15, 3, 1)],
  48: [face(20, 30, 6, 4), face(18, 28, 6, 4), face(12, 24, 4, 2)],
}

function face(width: number, height: number, stem: number, gap: number): Face {
  return { width, height, stem, gap }
}

/** The icon as SVG elements, its text drawn as lines. */
export function trayIconSvg(icon: TrayIcon, { size, theme }: TrayLook): string {
  if (icon.kind !== 'held') return signSvg(icon.kind, size, signInks[theme])
  if (theme === 'template') return templateSvg(icon.level, size)
  return heldSvg(icon, size, levelInks[theme][icon.level])
}

const filled = (data: string, color: string): string =>
  `<path fill="${color}" fill-rule="evenodd" d="${data}"/>`

const stroke = (data: string, color: string, width: number, x = 0, y = 0): string =>
  `<path fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round" ` +
  `transform="translate(${x} ${y})" d="${data}"/>`

/** The number on its level's shape. */
function heldSvg(
  { count, level }: TrayIcon,
  size: TrayLook['size'],
  [ground, number]: readonly [string, string],
): string {
  const text = count > 99 ? '99+' : String(count)
  const [one, two, three] = faces[size]
  const face = text.length === 1 ? one : text.length === 2 ? two : three
  const { width, glyphs } = textGlyphs(text, face)
  // A single 1 has its weight on the right.
  const lean = text === '1' ? Math.round((width - face.stem) * 0.3) : 0
  const x = Math.floor((size - width) / 2) - lean
  // The triangle is widest at its base.
  const under = level === 'amber' ? Math.round(size / 16) : Math.ceil((size - face.height) / 2)
  const box: TextBox = { x, y: size - under - face.height, width, height: face.height }
  const digits = glyphs.map(({ left, data }) => stroke(data, number, face.stem, x + left, box.y))
  return filled(levelShape(level, size, box), ground) + digits.join('')
}

/** The level's shape alone; the worst has the board's exclamation mark cut out of it. */
function templateSvg(level: Level, size: number): string {
  const pixels = (sixteenths: number) => Math.round((sixteenths * size) / 16)
  const shape = levelShape(level, size, null)
  // Even, like the size, so that it is centered on whole pixels.
  const width = 2 * pixels(1)
  const mark =
    rectangle((size - width) / 2, pixels(3), width, pixels(6)) +
    rectangle((size - width) / 2, pixels(11), width, width)
  return filled(level === 'critical' ? shape + mark : shape, black)
}

/** The symbols without a number: a ring, a crossed ring, a broken ring, two bars. */
function signSvg(kind: Exclude<TrayIcon['kind'], 'held'>, size: number, ink: SignInk): string {
  const [half, unit] = [size / 2, size / 16]
  const width = Math.floor(unit * 2)
  const radius = half - width / 2
  const ring = (color: string, dashes = '') =>
    `<circle cx="${half}" cy="${half}" r="${radius}" fill="none" stroke="${color}" stroke-width="${width}"${dashes}/>`
  switch (kind) {
    case 'calm':
      return (
        ring(ink.sign) + `<circle cx="${half}" cy="${half}" r="${unit * 2.5}" fill="${ink.calm}"/>`
      )
    case 'off': {
      const [from, to] = [half - radius * Math.SQRT1_2, half + radius * Math.SQRT1_2]
      const slash = path([
        [from, from],
        [to, to],
      ])
      return ring(ink.faint) + stroke(slash, ink.faint, width)
    }
    case 'paused': {
      const [bar, apart, top] = [Math.round(unit * 4), Math.round(unit), Math.round(unit * 2)]
      const bars = [half - apart - bar, half + apart].map((x) =>
        rectangle(x, top, bar, size - 2 * top, unit),
      )
      return filled(bars.join(''), ink.sign)
    }
    case 'stale': {
      // Eight dashes of 0.08 turns, the first at the middle of the first eighth.
      const turn = 2 * Math.PI * radius
      const dashes = ` stroke-dasharray="${0.08 * turn} ${0.045 * turn}" stroke-dashoffset="${-0.0225 * turn}"`
      const question = face(Math.round(unit * 6), Math.round(unit * 8), width, 0)
      const [x, y] = [(size - question.width) / 2, (size - question.height) / 2]
      const [mark] = textGlyphs('?', question).glyphs
      return ring(ink.sign, dashes) + stroke(mark?.data ?? '', ink.sign, width, x, y)
    }
  }
}
