import { readFileSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, it } from 'vitest'
import type { TrayIcon } from '../../src-main/desktop/tray/trayModel.ts'
import {
  cellOf,
  iconsOn,
  sheetName,
  sheetSize,
  type TrayLook,
  trayLooks,
} from '../../src-main/desktop/tray/traySheet.ts'
import { levels } from '../../src-shared/levels.ts'
import { levelInks } from './icon.ts'

const grounds = { dark: 0x20, light: 0xf3, template: 0xe4 }
const held = (level: TrayIcon['level'], count: number): TrayIcon => ({ kind: 'held', count, level })
const name = ({ kind, level }: TrayIcon) => (kind === 'held' ? `held ${level}` : kind)

/** The pixels of icons on the sheet that the app is built with: RGBA, alpha premultiplied. */
function sheetOf(look: TrayLook): (icon: TrayIcon) => Buffer {
  const { width, height } = sheetSize(look)
  const png = readFileSync(
    new URL(`../../src-main/desktop/tray/sheets/${sheetName(look)}`, import.meta.url),
  )
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height])
  const image =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`
  const { pixels } = new Resvg(image).render()
  return (icon) => {
    const cell = cellOf(icon, look)
    const rows = Array.from({ length: cell.height }, (_, row) => {
      const start = ((cell.y + row) * width + cell.x) * 4
      return pixels.subarray(start, start + cell.width * 4)
    })
    return Buffer.concat(rows)
  }
}

/** The lightness of each pixel on its panel, 0–255: what remains without color. */
function greys(rgba: Buffer, theme: TrayLook['theme']): number[] {
  return Array.from({ length: rgba.length / 4 }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(pixel * 4, pixel * 4 + 4)
    return 0.299 * red + 0.587 * green + 0.114 * blue + grounds[theme] * (1 - alpha / 255)
  })
}

const meanDifference = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length

const contrast = (a: string, b: string) => {
  const light = (color: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const part = Number.parseInt(color.slice(1 + index * 2, 3 + index * 2), 16) / 255
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    }, 0)
  const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

describe('the tray’s icon', () => {
  it.each(trayLooks)('has distinct states without color: $size, $theme', (look) => {
    // Of 255; macOS has only one color.
    const enough = look.theme === 'template' ? 20 : 30
    const pixelsOf = sheetOf(look)
    const signs = iconsOn(look.theme).filter(({ kind }) => kind !== 'held')
    expect(signs).toHaveLength(4)
    for (const count of [1, 12, 120]) {
      const states = [...signs, ...levels.map((level) => held(level, count))]
      const pictures = states.map((state) => greys(pixelsOf(state), look.theme))
      const tooAlike = states.flatMap((one, index) =>
        states.slice(index + 1).flatMap((other, further) => {
          const difference = meanDifference(
            pictures[index] ?? [],
            pictures[index + 1 + further] ?? [],
          )
          return difference < enough
            ? [`${name(one)}, ${name(other)}: ${difference.toFixed(1)}`]
            : []
        }),
      )
      expect(tooAlike).toEqual([])
    }
  })

  it.each(trayLooks.filter(({ theme }) => theme !== 'template'))(
    'shows counts as they are, and the same sign for all beyond 99: $size, $theme',
    (look) => {
      const pixelsOf = sheetOf(look)
      for (const level of levels) {
        const counts = Array.from({ length: 100 }, (_, index) => index + 1)
        const all = counts.map((count) => pixelsOf(held(level, count)).toString('base64'))
        expect(new Set(all).size).toBe(100)
        expect(pixelsOf(held(level, 12_345)).toString('base64')).toBe(all.at(-1))
      }
    },
  )

  it.each(levels)('writes the count with contrast on %s', (level) => {
    for (const inks of Object.values(levelInks)) {
      expect(contrast(...inks[level])).toBeGreaterThan(4.5)
    }
  })

  it.each(trayLooks)('has its own cell, which is not empty: $size, $theme', (look) => {
    const pixelsOf = sheetOf(look)
    const icons = iconsOn(look.theme)
    const cells = new Set(icons.map((icon) => JSON.stringify(cellOf(icon, look))))
    expect(cells.size).toBe(icons.length)
    for (const icon of icons) {
      const alphas = pixelsOf(icon).filter((_, index) => index % 4 === 3)
      expect([Math.min(...alphas), Math.max(...alphas)]).toEqual([0, 255])
    }
  })

  it('is only black and transparent for macOS, which colors it', () => {
    for (const look of trayLooks.filter(({ theme }) => theme === 'template')) {
      const pixelsOf = sheetOf(look)
      for (const icon of iconsOn('template')) {
        expect(pixelsOf(icon).every((value, index) => index % 4 === 3 || value === 0)).toBe(true)
      }
    }
  })
})
