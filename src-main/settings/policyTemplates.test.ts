import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isPlain } from '../../src-shared/houseStyle.ts'
import { managedGroups, managedSettings } from './managed.ts'

const read = (path: string) =>
  readFile(new URL(`../../resources/policies/${path}`, import.meta.url), 'utf8')
const admx = await read('holdwatch.admx')
const root = 'Software\\Policies\\Holdwatch'

const attributes = (tag: string) =>
  Object.fromEntries([...tag.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
const tags = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}\\s[^>]*>`, 'g'))].map(([tag]) => attributes(tag))

/** The values that the template writes: the path of each in the file, with the schema's name for its type. */
interface Written {
  path: string
  kind: string
  limits: unknown[]
}
const written: Written[] = [...admx.matchAll(/<policy .*?<\/policy>/gs)].flatMap(([policy]) => {
  const [{ key = '', valueName } = {}] = tags(policy, 'policy')
  const at = (name = '') => `${key.slice(root.length + 1)}.${name}`.replace(/^\./, '')
  const itself = { path: at(valueName), kind: 'boolean', limits: [] }
  return [
    ...(valueName === undefined ? [] : [itself]),
    ...tags(policy, 'text').map((text) => ({
      path: at(text['valueName']),
      kind: 'string',
      limits: [],
    })),
    ...tags(policy, 'multiText').map((list) => ({
      path: at(list['valueName']),
      kind: 'array',
      limits: [],
    })),
    ...tags(policy, 'decimal')
      .filter((decimal) => decimal['valueName'] !== undefined)
      .map(({ valueName: name, minValue, maxValue }) => ({
        path: at(name),
        kind: 'number',
        limits: [Number(minValue), Number(maxValue)],
      })),
    ...[...policy.matchAll(/<enum .*?<\/enum>/gs)].map(([list]) => ({
      path: at(tags(list, 'enum')[0]?.['valueName']),
      kind: 'enum',
      limits: [...list.matchAll(/<string>(.*?)<\/string>/g)].map(([, value]) => value),
    })),
  ]
})

/** The same of the schema. */
function wantedOf(schema: z.ZodType, path: string): Written[] {
  if (schema instanceof z.ZodOptional) return wantedOf(schema.unwrap() as z.ZodType, path)
  if (schema instanceof z.ZodPipe) return wantedOf(schema.in as z.ZodType, path)
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([key, value]) =>
      wantedOf(value as z.ZodType, path === '' ? key : `${path}.${key}`),
    )
  }
  if (schema instanceof z.ZodLiteral) return []
  if (schema instanceof z.ZodEnum) return [{ path, kind: 'enum', limits: schema.options }]
  const isNumber = schema instanceof z.ZodNumber
  const limits = isNumber ? [schema.minValue, schema.maxValue] : []
  return [{ path, kind: schema.type, limits }]
}

const byPath = (list: Written[]) => [...list].sort((a, b) => a.path.localeCompare(b.path))

describe('the template for group policies', () => {
  it('has every key of the managed settings, with its type and limits', () => {
    expect(byPath(written)).toEqual(byPath(wantedOf(managedSettings, '')))
  })

  it('writes groups into the keys they are read from', () => {
    const keys = new Set(tags(admx, 'policy').map(({ key }) => key))
    const groups = Object.keys(managedGroups).map((group) => `${root}\\${group}`)
    expect([...keys].sort()).toEqual([root, ...groups].sort())
    expect(new Set(tags(admx, 'policy').map((policy) => policy['class']))).toEqual(
      new Set(['Machine']),
    )
  })

  it.each(['en-US', 'zh-CN'])(
    'has all its texts in %s, and a field for each element',
    async (language) => {
      const adml = await read(`${language}/holdwatch.adml`)
      const strings = tags(adml, 'string').map(({ id }) => id)
      const references = [...admx.matchAll(/\$\(string\.([^)]*)\)/g)].map(([, id]) => id)
      expect([...new Set(strings)]).toHaveLength(strings.length)
      expect(new Set(strings)).toEqual(new Set(references))
      // The schema of these files allows nothing else in an id.
      for (const id of strings) expect(id).toMatch(/^[\p{L}\p{N}_]+$/u)
      const presentations = [...adml.matchAll(/<presentation id="(\w+)">(.*?)<\/presentation>/gs)]
      const fields = presentations.flatMap(([, name, body = '']) =>
        [...body.matchAll(/refId="(\w+)"/g)].map(([, id]) => `${name}.${id}`),
      )
      const elements = [...admx.matchAll(/<policy .*?<\/policy>/gs)].flatMap(([policy]) => {
        const presentation = /presentation="\$\(presentation\.(\w+)\)"/.exec(policy)?.[1]
        return [...policy.matchAll(/<(?:text|multiText|decimal|enum) id="(\w+)"/g)].map(
          ([, id]) => `${presentation}.${id}`,
        )
      })
      expect(fields.sort()).toEqual(elements.sort())
    },
  )

  it.each(['en-US', 'zh-CN'])('is in plain words in %s', async (language) => {
    const adml = await read(`${language}/holdwatch.adml`)
    const texts = [...adml.matchAll(/>([^<>]*\p{L}[^<>]*)</gu)].map(([, text = '']) => text)
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter((text) => !isPlain(text))).toEqual([])
  })
})
