import { describe, expect, it } from 'vitest'
import { judgeManaged } from './managed.ts'
import { listsKey, parseRegistry } from './registry.ts'

const root = 'HKLM\\Software\\Policies\\Holdwatch'
const long = 'HKEY_LOCAL_MACHINE\\Software\\Policies\\Holdwatch'
/** In the output format of reg.exe. */
const printed = (...lines: string[]) => ['', ...lines, ''].join('\r\n')
const sha256 = Array.from({ length: 32 }, () => 'AB').join(':')

describe('the output of reg.exe', () => {
  it('is converted to the content of the file', () => {
    const text = printed(
      long,
      '    maskNumbers    REG_DWORD    0x1',
      '    privacyMode    REG_DWORD    0x0',
      '    keptNumbers    REG_SZ    last-four',
      '    retentionDays    REG_DWORD    0x1e',
      '    requestsPerSecond    REG_QWORD    0x14',
      '    notes    REG_DWORD    0x1',
      '    noteTemplates    REG_MULTI_SZ    On hold for {time}\\0Please go back to the call',
      '',
      `${long}\\gateway`,
      '    origin    REG_SZ    https://ccgateway.example.com:8043',
      `    sha256    REG_SZ    ${sha256}`,
      '    way    REG_SZ    inspector',
      '',
      `${long}\\limits`,
      '    amberSeconds    REG_DWORD    0x3c',
      '    redSeconds    REG_DWORD    0x78',
      '    criticalSeconds    REG_DWORD    0x12c',
    )
    const settings = parseRegistry(text, root)
    expect(settings).toEqual({
      maskNumbers: true,
      privacyMode: false,
      keptNumbers: 'last-four',
      retentionDays: 30,
      requestsPerSecond: 20,
      notes: true,
      noteTemplates: ['On hold for {time}', 'Please go back to the call'],
      gateway: { origin: 'https://ccgateway.example.com:8043', sha256, way: 'inspector' },
      limits: { amberSeconds: 60, redSeconds: 120, criticalSeconds: 300 },
    })
    expect(judgeManaged({ version: 1, ...settings }).problem).toBeNull()
  })

  it('is parsed in upper and lower case alike', () => {
    const text = printed(
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\HoldWatch',
      '    MASKNUMBERS    REG_DWORD    0x1',
      '',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\HoldWatch\\Gateway',
      '    Origin    REG_SZ    https://gw:8043',
    )
    expect(parseRegistry(text, root)).toEqual({
      maskNumbers: true,
      gateway: { origin: 'https://gw:8043' },
    })
  })

  it('has no texts that were left empty', () => {
    const text = printed(
      `${long}\\gateway`,
      '    origin    REG_SZ    https://gw:8043',
      '    sha256    REG_SZ    ',
      '    way    REG_SZ',
    )
    expect(parseRegistry(text, root)).toEqual({ gateway: { origin: 'https://gw:8043' } })
  })

  it.each([
    ['maskNumbers    REG_DWORD    0x2', { maskNumbers: true }],
    ['maskNumbers    REG_SZ    false', { maskNumbers: true }],
    ['maskNumbers    REG_MULTI_SZ    0\\0', { maskNumbers: true }],
    ['retentionDays    REG_SZ    7', { retentionDays: 3_650 }],
    ['retentionDays    REG_DWORD    0xffffffff', { retentionDays: 3_650 }],
    ['keptNumbers    REG_MULTI_SZ    none\\0whole', { keptNumbers: 'unchanged' }],
    ['keptNumbers    REG_BINARY    00FF', { keptNumbers: 'unchanged' }],
  ])('is as strict as can be where a value is of a wrong kind: %s', (line, expected) => {
    const judged = judgeManaged({
      version: 1,
      ...parseRegistry(printed(long, `    ${line}`), root),
    })
    expect(judged.settings).toEqual({ version: 1, ...expected })
    expect(judged.problem?.why).toBe('malformed')
  })

  it('may contain values that this version does not know', () => {
    const text = printed(
      long,
      '    (Standard)    REG_SZ    x',
      '    a name    with gaps    REG_EXPAND_SZ    %ProgramData%',
      '    maskNumbers    REG_DWORD    0x1',
      '',
      `${long}\\gateway\\deeper`,
      '    origin    REG_SZ    https://other:1',
      '',
      `${long}\\brandNew`,
      '    many    REG_MULTI_SZ    one\\0two',
    )
    const read = parseRegistry(text, root)
    expect(read).toMatchObject({ brandnew: { many: ['one', 'two'] } })
    const { settings, problem } = judgeManaged({ version: 1, ...read })
    expect(settings).toEqual({ version: 1, maskNumbers: true })
    expect(problem?.why).toBe('unknown')
  })

  it('contains a key or does not', () => {
    const text = printed(
      'HKEY_LOCAL_MACHINE\\Software\\Policies\\Google',
      'HKEY_LOCAL_MACHINE\\Software\\Policies\\HOLDWATCH',
      'HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft',
    )
    expect(listsKey(text, root)).toBe(true)
    expect(listsKey(text, `${root}2`)).toBe(false)
    expect(listsKey(printed('HKEY_LOCAL_MACHINE\\Software\\Policies\\Holdwatcher'), root)).toBe(
      false,
    )
  })
})
