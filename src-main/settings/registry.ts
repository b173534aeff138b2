import { z } from 'zod'
import { managedGroups, managedSettings } from './managed.ts'

/** A line with a value: name, type and data, separated by four spaces. */
const valueLine = /^ {4}(.+?) {4}(REG_\w+)(?: {4}(.*))?$/
const shortRoots: readonly [RegExp, string][] = [
  [/^HKEY_LOCAL_MACHINE\\/i, 'HKLM\\'],
  [/^HKEY_CURRENT_USER\\/i, 'HKCU\\'],
]

/** Keys are case-insensitive; they are printed with the long name of their root. */
const normal = (key: string) =>
  shortRoots.reduce((text, [long, short]) => text.replace(long, short), key.trim()).toLowerCase()

const linesOf = (printed: string) => printed.split(/\r?\n/)

/** Whether `reg query` of the parent key has listed this one. */
export const listsKey = (printed: string, key: string): boolean =>
  linesOf(printed).some((line) => normal(line) === normal(key))

/**
 * Converts the output of `reg query KEY /s` to the format of managed.json: keys below `root` are groups, a number
 * becomes a boolean where one is expected, an empty text is omitted (the policy editor leaves those).
 */
export function parseRegistry(printed: string, root: string): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  const start = normal(root)
  let group = ''
  for (const line of linesOf(printed)) {
    const [, name, type = '', data = ''] = valueLine.exec(line) ?? []
    if (name !== undefined) put(settings, group, name, dataOf(type, data.trimEnd()))
    else if (normal(line).startsWith(start)) group = normal(line).slice(start.length + 1)
  }
  return settings
}

function put(settings: Record<string, unknown>, group: string, name: string, value: unknown) {
  if (value === '') return
  if (group === '') {
    const key = knownName(name, managedSettings.shape)
    settings[key] = isTruth(managedSettings.shape, key) ? truthOf(value) : value
    return
  }
  const groupName = knownName(group, managedGroups)
  const shape = Object.hasOwn(managedGroups, groupName)
    ? managedGroups[groupName as keyof typeof managedGroups].shape
    : {}
  const before = settings[groupName]
  settings[groupName] = { ...Object(before ?? {}), [knownName(name, shape)]: value }
}

/** Names are case-insensitive there. */
const knownName = (name: string, known: object): string =>
  Object.keys(known).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name

function isTruth(shape: Record<string, z.ZodType>, key: string): boolean {
  const schema = Object.hasOwn(shape, key) ? shape[key] : undefined
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodBoolean
}

const truthOf = (value: unknown) => (value === 0 ? false : value === 1 ? true : value)

function dataOf(type: string, data: string): unknown {
  if (type === 'REG_DWORD' || type === 'REG_QWORD') return Number(data)
  return type === 'REG_MULTI_SZ' ? data.split('\\0').filter((text) => text !== '') : data
}
