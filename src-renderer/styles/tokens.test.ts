import { describe, expect, it } from 'vitest'
import css from './tokens.css?raw'

type Tokens = Record<string, string>

const ruleOf = (selector: string): string =>
  css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''

/** The colours of one rule, over those that it builds on. */
const tokensOf = (selector: string, base: Tokens = {}): Tokens => {
  const own = [...ruleOf(selector).matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  return { ...base, ...(Object.fromEntries(own) as Tokens) }
}
const dark = tokensOf(':root')
const light = tokensOf(":root[data-theme='light']", dark)
const themes: [string, Tokens][] = [
  ['dark', dark],
  ['light', light],
  ['high contrast, dark', tokensOf(':root[data-contrast]', dark)],
  ['high contrast, light', tokensOf(":root[data-contrast][data-theme='light']", light)],
]

type Rgb = [r: number, g: number, b: number]
const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Rgb
const luminance = (hex: string): number => {
  const [r, g, b] = linear(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: string, other: string): number => {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dim + 0.05)
}

const surfaces = ['bg', 'surface', 'raised']
const tints = ['accent-bg', 'okbg', 'amberbg', 'redbg', 'critbg']
/** Text, the surfaces it stands on, and the contrast it needs there. */
const texts: [names: string[], on: string[]][] = [
  [
    ['text', 'muted', 'faint', 'accent'],
    [...surfaces, ...tints],
  ],
  [
    ['ok', 'amber', 'red', 'crit'],
    [...surfaces, 'redbg', 'critbg'],
  ],
  [['amber'], ['amberbg']],
  [['ok'], ['okbg']],
  [['on-accent'], ['accent']],
  [['bg'], ['amber']],
]
const signs: [names: string[], on: string[]][] = [
  [
    ['line-strong', 'crit-mark', 'red', 'amber', 'ok', 'accent'],
    [...surfaces, 'redbg', 'critbg', 'amberbg'],
  ],
  [['on-crit-mark'], ['crit-mark']],
]
const tooWeak = (theme: Tokens, pairs: typeof texts, needed: number): string[] =>
  pairs.flatMap(([names, on]) =>
    names.flatMap((name) =>
      on.flatMap((ground) => {
        const [front, back] = [theme[name], theme[ground]]
        if (front === undefined || back === undefined) return [`${name} on ${ground}: not there`]
        const ratio = contrast(front, back)
        return ratio >= needed ? [] : [`${name} on ${ground}: ${ratio.toFixed(2)}`]
      }),
    ),
  )

/** How eyes without one kind of cones see a colour (Machado, Oliveira, Fernandes 2009). */
const eyes: Record<string, number[][]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
const times = (matrix: number[][], vector: number[]): number[] =>
  matrix.map((row) => row.reduce((sum, part, i) => sum + part * (vector[i] ?? 0), 0))
/** Oklab, in which distances are those that one sees. */
const oklab = (rgb: number[]): number[] => {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((part) => Math.min(1, Math.max(0, part))),
  )
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt),
  )
}
const distance = (one: string, other: string, eye: number[][]): number => {
  const [a, b] = [one, other].map((hex) => oklab(times(eye, linear(hex)))) as [number[], number[]]
  return Math.hypot(...a.map((part, i) => part - (b[i] ?? 0)))
}

it('draws the system’s own controls in the colours of the theme', () => {
  const scheme = (selector: string) => /color-scheme: ([\w ]+);/.exec(ruleOf(selector))?.[1]
  expect([scheme(':root'), scheme(":root[data-theme='light']")]).toEqual(['dark', 'light'])
})

describe.each(themes)('the theme %s', (name, theme) => {
  const strong = name.startsWith('high')

  it(`has texts of ${strong ? 7 : 4.5}:1 and signs of ${strong ? 4.5 : 3}:1 wherever they stand`, () => {
    expect(tooWeak(theme, texts, strong ? 7 : 4.5)).toEqual([])
    expect(tooWeak(theme, signs, strong ? 4.5 : 3)).toEqual([])
  })

  it('keeps the colours of the levels apart for every kind of eye', () => {
    const colours = ['ok', 'amber', 'red', 'crit-mark'].map((token) => [token, theme[token] ?? ''])
    const alike = Object.entries(eyes).flatMap(([eye, matrix]) =>
      colours.flatMap(([one = '', first = ''], i) =>
        colours.slice(i + 1).flatMap(([other = '', second = '']) => {
          const apart = distance(first, second, matrix)
          return apart >= 0.05 ? [] : [`${one} and ${other} with ${eye}: ${apart.toFixed(3)}`]
        }),
      ),
    )
    expect(alike).toEqual([])
  })
})
