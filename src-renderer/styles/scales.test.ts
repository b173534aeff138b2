import { describe, expect, it } from 'vitest'
import tokens from './tokens.css?raw'

const files: Record<string, string> = import.meta.glob('../**/*.{css,vue,ts}', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const sources = Object.entries(files)
  .filter(([file]) => !/\.test\.ts$|\/testing\//.test(file))
  .map(([file, text]) => ({ file: file.replace(/^(\.\.\/|\.\/)/, ''), text }))
const styles = sources
  .filter(({ file }) => !file.endsWith('.ts'))
  .map(({ file, text }) => ({
    file,
    css: (file.endsWith('.css')
      ? text
      : [...text.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map(([, css]) => css).join('\n')
    ).replaceAll(/\/\*.*?\*\//gs, ''),
  }))
/** Everything that is declared, except for the tokens themselves. */
const declarations = styles.flatMap(({ file, css }) =>
  [...css.matchAll(/(?<=[{;]\s*)([a-z][a-z-]*):\s*([^;{}]+);/g)].map(
    ([, property = '', value = '']) => ({ file, property, value: value.replaceAll(/\s+/g, ' ') }),
  ),
)
const names = (scale: string): string[] =>
  [...tokens.matchAll(new RegExp(`--(${scale}[\\w-]*):`, 'g'))].map(([, name = '']) => name)

/** Values that are on no scale, each with what it depends on instead. */
const exceptions = new Map([
  // How many lines fit on the wall, and how high a banner may be there.
  ['font-size', ['var(--wall-font-size)', 'var(--outage-size)']],
  // A sign of one character in a text of any size.
  ['CertaintySign.vue font-size', ['max(0.8em, var(--font-size-small))']],
])
const isException = ({ file, property, value }: (typeof declarations)[number]): boolean =>
  [property, `${file.split('/').at(-1) ?? ''} ${property}`].some((key) =>
    exceptions.get(key)?.includes(value),
  )

/** Each declaration of the properties that has a part which is neither a token nor allowed. */
const outside = (properties: RegExp, scale: string, allowed: RegExp): string[] => {
  const known = new Set(names(scale).map((name) => `var(--${name})`))
  return declarations
    .filter(({ property }) => properties.test(property))
    .filter((one) => !isException(one))
    .filter(({ value }) => !value.split(' ').every((part) => known.has(part) || allowed.test(part)))
    .map(({ file, property, value }) => `${file}: ${property}: ${value}`)
}

describe('every style', () => {
  it('takes its sizes of type from the scale', () => {
    expect(outside(/^font-size$/, 'font-size', /^(inherit)$/)).toEqual([])
  })

  it('takes its weights of type from the scale', () => {
    expect(outside(/^font-weight$/, 'font-weight', /^(inherit)$/)).toEqual([])
  })

  it('takes its line heights from the scale', () => {
    expect(outside(/^line-height$/, 'line-height', /^(inherit)$/)).toEqual([])
  })

  it('sets type by its parts, or takes all of it from around it', () => {
    const set = declarations.filter(({ property }) => property === 'font')
    expect(set.filter(({ value }) => value !== 'inherit')).toEqual([
      {
        file: 'base.css',
        property: 'font',
        value: 'var(--font-size-body) / var(--line-height-normal) var(--font)',
      },
    ])
  })

  it('takes its radii from the scale', () => {
    expect(outside(/^border(-\w+)*-radius$/, 'radius', /^(0|50%|inherit)$/)).toEqual([])
  })

  /*
   * A hairline is 1px wherever it is. What is measured in the text or the window goes with that, and
   * calc() adds the size of something that stands there to a space of the scale.
   */
  it('takes its spaces from the scale', () => {
    const spaces = /^((row-|column-)?gap|(padding|margin)(-\w+)*)$/
    const ofSomethingElse = /^-?(0|1px|auto|inherit|[\d.]+(em|rem|vh|vw))$/
    const offScale = outside(spaces, 'space', ofSomethingElse)
    const sums = /calc\([^;]*(--space-|1lh)|clamp\(\d+px, [\d.]+vw, |var\(--banner-room\)/
    expect(offScale.filter((text) => !sums.test(text))).toEqual([])
  })

  it('hides what is only read out by the classes of base.css', () => {
    const copies = styles.filter(({ css }) => css.includes('clip-path: inset(50%)'))
    // Which cells the wall has room for, no width alone can tell.
    expect(copies.map(({ file }) => file)).toEqual(['board/heldRowWall.css', 'base.css'])
  })

  it('lets no step of a scale be idle', () => {
    const used = styles.map(({ css }) => css).join('\n')
    const all = ['font-size', 'font-weight', 'line-height', 'radius', 'space'].flatMap(names)
    expect(all.filter((name) => !used.includes(`var(--${name})`))).toEqual([])
  })
})

describe('every layout', () => {
  const documented = [...tokens.matchAll(/^ \* {3}([\d.]+px) +/gm)].map(([, width]) => width)

  it('changes at the documented widths only', () => {
    expect(documented.length).toBeGreaterThan(3)
    const queries = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\((min|max)-(width|height): ([^)]+)\)/g)].map(([, , axis, size]) =>
        axis === 'width' ? [file, size] : [file, `${axis ?? ''} ${size ?? ''}`],
      ),
    )
    expect(queries.length).toBeGreaterThan(20)
    const allowed = new Set([...documented, 'height 480px'])
    // Ranges, as in (width < 720px), would not be found above.
    expect(styles.filter(({ css }) => /@(media|container)[^{]*[<>]/.test(css))).toEqual([])
    expect(queries.filter(([, size]) => !allowed.has(size))).toEqual([])
    expect(documented.filter((size) => !queries.some(([, one]) => one === size))).toEqual([])
  })

  it('folds held calls into cards at the width at which their heights are chosen', () => {
    const textOf = (name: string): string =>
      sources.find(({ file }) => file === `board/${name}`)?.text ?? ''
    const [, px] = /foldsBelowPx = (\d+)/.exec(textOf('useRowSizes.ts')) ?? []
    expect(textOf('heldRowCard.css')).toContain(
      `@container rows (max-width: ${Number(px) - 0.02}px)`,
    )
  })
})

/** Each level has a shape of its own, which is drawn there. */
const shapes = 'ui/LevelIcon.vue'

describe('the colors of a level', () => {
  it('are chosen in one place', () => {
    const places = styles.filter(({ css }) => /--level(-\w+)?: (?!initial)/.test(css))
    expect(places.map(({ file }) => file)).toEqual(['tokens.css'])
  })

  it('are given by no class', () => {
    const byClass = styles.filter(({ css }) => /\.(amber|critical)\b/.test(css))
    expect(byClass.map(({ file }) => file)).toEqual([shapes])
  })
})
