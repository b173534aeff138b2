/** The names of the systems in the list. */
export const systemNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macos',
  linux: 'linux',
  win32: 'windows',
}
const known = new Set(['all', ...Object.values(systemNames)])

/** One check that only a person can do. */
export interface Check {
  todo: string
  expected: string
}

/** Reads the checks of a system from the list; throws with the line number where the format is invalid. */
export function readChecks(text: string, system: string): Check[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const [systems = '', todo = '', expected = '', ...rest] = line.split('|').map((x) => x.trim())
    const names = systems.split(/\s+/)
    if (todo === '' || expected === '' || rest.length > 0 || !names.every((x) => known.has(x))) {
      throw new Error(`checks.txt:${index + 1} is not "systems | what to do | what you should see"`)
    }
    return names.includes('all') || names.includes(system) ? [{ todo, expected }] : []
  })
}
