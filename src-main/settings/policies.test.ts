import { describe, expect, it } from 'vitest'
import { systemPolicies } from './policies.ts'

const key = 'HKLM\\Software\\Policies\\Holdwatch'
const long = 'HKEY_LOCAL_MACHINE\\Software\\Policies\\Holdwatch'

/** A system whose programs respond like this, by the requested key; and the programs that were run. */
function windows(answers: Record<string, string>, env: NodeJS.ProcessEnv = {}) {
  const ran: string[] = []
  const source = systemPolicies('win32', env, (program, args) => {
    ran.push([program, ...args].join(' '))
    const answer = answers[args[1] ?? '']
    return answer === undefined ? Promise.reject(new Error('code 1')) : Promise.resolve(answer)
  })
  return { source, ran }
}
const listed = `\r\n${long}\r\n`

describe('group policies', () => {
  it('are read with the system’s own reg.exe, of the 64-bit registry', async () => {
    const answer = `\r\n${long}\r\n    retentionDays    REG_DWORD    0x7\r\n`
    const { source, ran } = windows(
      { 'HKLM\\Software\\Policies': listed, [key]: answer },
      { SystemRoot: 'D:\\Win' },
    )
    expect(await source?.read()).toEqual({ retentionDays: 7 })
    expect(source?.where).toBe(key)
    expect(ran).toEqual([
      'D:\\Win\\System32\\reg.exe query HKLM\\Software\\Policies /reg:64',
      `D:\\Win\\System32\\reg.exe query ${key} /s /reg:64`,
    ])
  })

  it('are empty where there is no such key', async () => {
    const { source, ran } = windows({ 'HKLM\\Software\\Policies': '\r\n' }, { SystemRoot: 'Win' })
    expect(await source?.read()).toEqual({})
    expect(ran).toEqual([expect.stringContaining('C:\\Windows\\System32\\reg.exe')])
  })

  it.each([[{}], [{ 'HKLM\\Software\\Policies': listed }]])(
    'are not known where a question fails: %j',
    async (answers) => {
      await expect(windows(answers).source?.read()).rejects.toThrow('code 1')
    },
  )
})

describe('the system’s own place', () => {
  it('exists on Windows and macOS only', async () => {
    expect(systemPolicies('linux', {})).toBeNull()
    expect(systemPolicies('darwin', {})?.where).toContain('/Library/Managed Preferences/')
  })

  it('is empty where no profile exists', async () => {
    const never = () => Promise.reject(new Error('nothing to run'))
    expect(await systemPolicies('darwin', {}, never)?.read()).toEqual({})
  })

  it.runIf(process.platform === 'linux')('is not known where the program is missing', async () => {
    await expect(systemPolicies('win32', {})?.read()).rejects.toThrow('code ENOENT')
  })
})
