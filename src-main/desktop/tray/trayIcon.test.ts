import { Resvg } from '@resvg/resvg-js'
import { describe, expect, it } from 'vitest'
import type { Bitmap } from './raster.ts'
import { trayIconBitmap, type TrayIconLook, trayIconPng, trayIconSvg } from './trayIcon.ts'
import type { TrayIcon } from './trayModel.ts'

const sizes = [16, 24, 32] as const
const levels = ['normal', 'amber', 'red', 'critical'] as const
const grounds = { dark: 0x20, light: 0xf3, template: 0xe4 }
const themes = ['dark', 'light', 'template'] as const
const looks: TrayIconLook[] = themes.flatMap((theme) => sizes.map((size) => ({ size, theme })))

const held = (level: TrayIcon['level'], count = 1): TrayIcon => ({ kind: 'held', count, level })
const signs = (['off', 'calm', 'paused', 'stale'] as const).map((kind): TrayIcon => ({
  kind,
  count: 0,
  level: 'normal',
}))
const name = ({ kind, level }: TrayIcon) => (kind === 'held' ? `held ${level}` : kind)

/** The lightness of each pixel on its panel, 0–255: what remains without color. */
function greys({ rgba }: Bitmap, theme: TrayIconLook['theme']): number[] {
  return Array.from({ length: rgba.length / 4 }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(pixel * 4, pixel * 4 + 4)
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue
    return grounds[theme] + ((grey - grounds[theme]) * alpha) / 255
  })
}

const meanDifference = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length

/** The pixels of an image decoded by another program; alpha is premultiplied. */
const rendered = (svg: string) => new Resvg(svg).render().pixels

const contrast = (a: string, b: string) => {
  const light = (colour: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const part = Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16) / 255
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    }, 0)
  const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

describe('the tray’s icon', () => {
  it.each(looks)('has distinct states without color: $size, $theme', (look) => {
    // Of 255; macOS has only one color.
    const enough = look.theme === 'template' ? 20 : 30
    for (const count of [1, 12, 120]) {
      const states = [...signs, ...levels.map((level) => held(level, count))]
      const drawn = states.map((state) => greys(trayIconBitmap(state, look), look.theme))
      const tooAlike = states.flatMap((one, index) =>
        states.slice(index + 1).flatMap((other, further) => {
          const difference = meanDifference(drawn[index] ?? [], drawn[index + 1 + further] ?? [])
          return difference < enough
            ? [`${name(one)}, ${name(other)}: ${difference.toFixed(1)}`]
            : []
        }),
      )
      expect(tooAlike).toEqual([])
    }
  })

  it.each([
    [16, 1],
    [24, 11],
    [32, 11],
  ] as const)('shows counts by themselves, and one sign beyond 99: %d, each %d', (size, step) => {
    const look = { size, theme: 'dark' } as const
    const pictureOf = (count: number) => trayIconPng(held('red', count), look).toString('base64')
    const counts = Array.from({ length: 99 / step + 1 }, (_, index) => 1 + index * step)
    expect(counts.at(-1)).toBe(100)
    const all = counts.map(pictureOf)
    expect(new Set(all).size).toBe(counts.length)
    expect(pictureOf(12_345)).toBe(all.at(-1))
  })

  it.each(levels)('writes the count with contrast on %s', (level) => {
    for (const theme of ['dark', 'light'] as const) {
      const svg = trayIconSvg(held(level), { size: 32, theme })
      const [ground = '', number = ''] = svg.match(/#[0-9a-f]{6}/g) ?? []
      expect(contrast(ground, number)).toBeGreaterThan(4.5)
    }
  })

  it('is only black and transparent for macOS, which colors it', () => {
    for (const state of [...signs, ...levels.map((level) => held(level))]) {
      for (const size of sizes) {
        const { rgba } = trayIconBitmap(state, { size, theme: 'template' })
        const alphas = rgba.filter((_, index) => index % 4 === 3)
        expect(rgba.every((value, index) => index % 4 === 3 || value === 0)).toBe(true)
        expect([Math.min(...alphas), Math.max(...alphas)]).toEqual([0, 255])
      }
    }
  })

  it.each(looks)('is a PNG that other programs decode correctly: $size, $theme', (look) => {
    for (const state of [...signs, held('amber', 12), held('critical', 120)]) {
      const { rgba } = trayIconBitmap(state, look)
      const png = trayIconPng(state, look).toString('base64')
      const pixels = rendered(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${look.size}" height="${look.size}">` +
          `<image width="${look.size}" height="${look.size}" href="data:image/png;base64,${png}"/></svg>`,
      )
      const expected = rgba.map((value, index) => {
        return index % 4 === 3 ? value : Math.round((value * (rgba[index | 3] ?? 0)) / 255)
      })
      expect(meanDifference([...pixels], [...expected])).toBeLessThan(0.1)
    }
  })

  it.each([16, 20, 24, 28, 32, 48] as const)('is the same image as SVG: %d', (size) => {
    const look = { size, theme: 'light' } as const
    const isAlpha = (_: number, index: number) => index % 4 === 3
    for (const state of [...signs, held('normal', 7), held('amber', 12), held('red', 120)]) {
      const drawn = [...trayIconBitmap(state, look).rgba].filter(isAlpha)
      const others = [...rendered(trayIconSvg(state, look))].filter(isAlpha)
      expect([name(state), meanDifference(drawn, others) < 1]).toEqual([name(state), true])
    }
  })
})
