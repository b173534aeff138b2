import { mostAgents } from '../../../src-shared/mostAgents.ts'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { NamedAgent } from '../../../src-shared/contract/index.ts'
import { replaceFile } from '../../base/replaceFile.ts'
import { writeWhole } from '../../settings/wholeFile.ts'
import { resumeWatch } from '../../connection/resume.ts'
import {
  type App,
  app,
  board,
  eachInItsFolder,
  folder,
  gateway,
  trustGateway,
  watchAll,
} from '../../app/testing.ts'
import { createRosterHandlers } from './rosters.ts'
import { Rosters } from '../../rosters/rosters.ts'

vi.mock('../../settings/wholeFile.ts', { spy: true })

eachInItsFolder()

const named = (agents: readonly { agentId: string }[]): NamedAgent[] =>
  agents.map(({ agentId }) => ({ agentId, name: '' }))
const save = ({ request }: App, name: string, agents: NamedAgent[], before: string | null = null) =>
  request('rosters.save', { before, name, agents })
const switchTo = ({ request }: App, name: string) =>
  request('rosters.switch_to', { name, agents: [] })
const watched = async ({ request }: App) =>
  (await request('board.get_snapshot', null)).agents.map(({ agentId }) => agentId)

describe('rosters of a watched gateway', () => {
  it('can be switched: exactly the new agents are watched, and calls of the others are removed', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    const agents = named(simulator.accounts.agents)
    const [first = { agentId: '', name: '' }, second = { agentId: '', name: '' }] = agents
    simulator.hold(first.agentId)
    simulator.hold(second.agentId)
    await board(one, ({ calls }) => calls.length === 2)

    await save(one, 'Early', agents.slice(0, 1))
    await save(one, 'Late', agents.slice(1))
    await switchTo(one, 'Late')
    const late = await board(one, ({ calls }) => calls.length === 1)
    expect(late.calls[0]?.agentId).toBe(second.agentId)
    expect(await watched(one)).toEqual(agents.slice(1).map(({ agentId }) => agentId))
    await switchTo(one, 'Early')
    await board(one, ({ calls }) => calls[0]?.agentId === first.agentId)
    expect(await watched(one)).toEqual([first.agentId])
    await expect(switchTo(one, 'Night')).rejects.toMatchObject({ code: 'roster-gone' })
  })

  it('survive a restart', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    const agents = named(simulator.accounts.agents.slice(0, 2))
    await save(first, 'Early', agents)
    await first.close()
    const second = await app()
    await resumeWatch(second)
    expect(await second.request('rosters.get', null)).toEqual({
      rosters: [{ name: 'Early', agents }],
      withoutCredential: [],
    })
  })

  it('report invalid entries before anything is changed', async () => {
    const simulator = await gateway()
    const one = await app()
    await expect(one.request('rosters.get', null)).rejects.toMatchObject({ code: 'not-signed-in' })
    await watchAll(one, simulator)
    const { agentId } = simulator.accounts.inspector
    await expect(save(one, 'Early', named([{ agentId }]))).rejects.toMatchObject({
      code: 'agent-is-inspector',
      params: { agent: agentId },
    })
    await expect(save(one, 'Early', named([{ agentId: 'x7' }]))).rejects.toMatchObject({
      code: 'agent-id-invalid',
    })
    await expect(save(one, 'Early', [])).rejects.toMatchObject({ code: 'nothing-to-watch' })
    expect((await one.request('rosters.get', null)).rosters).toEqual([])
  })

  it('are rejected at the bridge beyond their limits', async () => {
    const one = await app()
    const many = named(Array.from({ length: 20_001 }, (_, i) => ({ agentId: String(101 + i) })))
    await expect(save(one, 'Early', many)).rejects.toMatchObject({ code: 'malformed-input' })
    await expect(save(one, 'x'.repeat(61), [])).rejects.toMatchObject({ code: 'malformed-input' })
    await expect(
      one.request('rosters.read_text', { text: '1'.repeat(100_001) }),
    ).rejects.toMatchObject({ code: 'malformed-input' })
    const tooLong = { code: 'roster-too-long', params: { n: mostAgents } }
    await expect(save(one, 'All', many.slice(0, mostAgents + 1))).rejects.toMatchObject(tooLong)
    const ids = Array.from({ length: mostAgents + 1 }, (_, i) => 101 + i).join(' ')
    await expect(one.request('rosters.read_text', { text: ids })).rejects.toMatchObject(tooLong)
  })

  it('with agents’ own sessions: report who has no credential, and store those of both shifts', async () => {
    const simulator = await gateway({ authMode: 1 })
    const one = await app()
    await trustGateway(one, simulator)
    await one.request('session.use_agents', null)
    const [first, second] = simulator.accounts.agents
    if (first?.guid === undefined || second?.guid === undefined) throw new Error('no static GUID')
    const withGuid = ({ agentId, guid }: { agentId: string; guid?: string }) => ({
      agentId,
      credential: { kind: 'guid' as const, guid: guid ?? '' },
    })
    await one.request('watch.set_agents', { agents: [withGuid(first)] })
    await save(one, 'Early', named([first]))
    const book = await save(one, 'Late', [{ agentId: second.agentId, name: 'Maria' }])
    expect(book.withoutCredential).toEqual([second.agentId])
    await expect(switchTo(one, 'Late')).rejects.toMatchObject({
      code: 'credential-missing',
      params: { agent: second.agentId },
    })
    expect(await watched(one)).toEqual([first.agentId])

    await one.request('rosters.switch_to', { name: 'Late', agents: [withGuid(second)] })
    // The gateway returns no names with this way, so the roster's are shown.
    expect((await one.request('board.get_snapshot', null)).agents).toMatchObject([
      { agentId: second.agentId, name: 'Maria' },
    ])
    expect((await one.request('rosters.get', null)).withoutCredential).toEqual([])
    await switchTo(one, 'Early')
    await switchTo(one, 'Late')
    expect(one.crossed.join()).not.toContain(first.guid)

    // An agent who is neither watched nor on a roster is discarded.
    await one.request('rosters.delete', { name: 'Early' })
    await expect(
      one.request('watch.add_agents', { agents: [{ agentId: first.agentId }] }),
    ).rejects.toMatchObject({ code: 'credential-missing' })
  })
})

describe('the files of rosters', () => {
  const here = { origin: 'https://one.example:8043', simulated: false }
  const early = [
    { agentId: '10412', name: '陈伟' },
    { agentId: '10407', name: '=cmd' },
  ]
  /** The handlers with dialogs that return these names; null means canceled. */
  const handlers = (opened: string | null, saved: string | null = null) => {
    const fileNames: string[] = []
    const inFolder = (name: string | null) =>
      Promise.resolve(name === null ? null : join(folder, name))
    const rosters = new Rosters(
      {
        value: { version: 1, rosters: [{ ...here, name: 'Early: 早班', agents: early }] },
        quarantined: null,
        rejected: null,
        replacedOlder: null,
        save: () => Promise.resolve(),
        settled: () => Promise.resolve(),
      },
      () => {},
    )
    const made = createRosterHandlers({
      rosters,
      files: {
        openCsv: () => inFolder(opened),
        saveCsv: (suggested) => {
          fileNames.push(suggested)
          return inFolder(saved)
        },
      },
      gateway: () => here,
      checkedIds: ({ agents }) => agents.map(({ agentId }) => agentId),
      withoutCredential: () => [],
      forgetCredentials: () => Promise.resolve(),
      watchExactly: () => Promise.resolve(),
    })
    return { ...made, asked: fileNames }
  }

  it('are written to the chosen path, under a name that is valid on every system', async () => {
    const { 'rosters.export_file': write, asked } = handlers(null, 'out.csv')
    expect(await write({ name: 'Early: 早班' })).toEqual({ file: 'out.csv' })
    expect(asked).toEqual(['Early- 早班.csv'])
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe(
      "\uFEFFid,name\r\n10412,陈伟\r\n10407,'=cmd\r\n",
    )
  })

  it('are read back', async () => {
    await handlers(null, 'out.csv')['rosters.export_file']({ name: 'Early: 早班' })
    expect(await handlers('out.csv')['rosters.open_file'](null)).toMatchObject({
      file: 'out.csv',
      agents: early,
      leftOutCount: 0,
    })
  })

  it('are parsed again with other choices, but no file except the opened one', async () => {
    await writeFile(join(folder, 'in.csv'), 'id,name,ext\n10412,陈伟,4412\n')
    const one = handlers('in.csv')
    const nothingOpen = Promise.resolve().then(() => one['rosters.read_file']({}))
    await expect(nothingOpen).rejects.toMatchObject({ appError: { code: 'file-not-read' } })
    expect(await one['rosters.open_file'](null)).toMatchObject({ idColumn: 0, nameColumn: 1 })
    expect(await one['rosters.read_file']({ idColumn: 2, nameColumn: null })).toMatchObject({
      file: 'in.csv',
      agents: [{ agentId: '4412', name: '' }],
    })
    await writeFile(join(folder, 'in.csv'), 'id,name\n10407,Maria\n')
    expect(await one['rosters.read_file']({})).toMatchObject({
      agents: [{ agentId: '10407', name: 'Maria' }],
    })
  })

  it('are not changed where the dialog was canceled', async () => {
    const one = handlers(null)
    expect(await one['rosters.open_file'](null)).toBeNull()
    expect(await one['rosters.export_file']({ name: 'Early: 早班' })).toBeNull()
  })

  it.each([
    ['file-not-read', 'gone.csv', null],
    ['file-without-ids', 'prose.csv', 'nobody, nothing\n'],
    ['file-without-ids', 'book.xlsx', 'PK\u0003\u0004\0\0 10412 10407'],
    ['file-too-large', 'huge.csv', `10412,${'x'.repeat(2 * 1024 * 1024)}`],
    ['file-too-large', 'log.csv', '10412,x\r\n'.repeat(10_001)],
    ['file-too-large', 'old.csv', '10412,x\r'.repeat(10_001)],
    [
      'roster-too-long',
      'long.csv',
      Array.from({ length: mostAgents + 1 }, (_, i) => 101 + i).join('\n'),
    ],
  ])('are refused with %s: %s', async (code, name, content) => {
    if (content !== null) await writeFile(join(folder, name), content)
    const reading = handlers(name)['rosters.open_file'](null)
    await expect(reading).rejects.toMatchObject({ appError: { code } })
  })

  it('are reported by name if another program has one open', async () => {
    const busy = Object.assign(new Error('busy'), { code: 'EBUSY' })
    const disk = { rename: () => Promise.reject(busy), wait: () => Promise.resolve() }
    const inUse = await replaceFile('from', 'to', disk).catch((error: unknown) => error)
    vi.mocked(writeWhole).mockRejectedValueOnce(inUse)
    await expect(
      handlers(null, 'out.csv')['rosters.export_file']({ name: 'Early: 早班' }),
    ).rejects.toMatchObject({ appError: { code: 'file-in-use', params: { file: 'out.csv' } } })
  })

  it('are reported as not written where that fails', async () => {
    const writing = handlers(null, 'no-such-folder/out.csv')['rosters.export_file']
    await expect(writing({ name: 'Early: 早班' })).rejects.toMatchObject({
      appError: { code: 'file-not-written' },
    })
  })
})
