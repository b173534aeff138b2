import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJsonFile } from '../settings/jsonFile.ts'
import { app, eachInItsFolder, folder } from './testing.ts'
import { keepingTargets, removeUnfinished, targetsFile } from './unfinishedFiles.ts'

eachInItsFolder()

const targets = () => openJsonFile(join(folder, 'targets.json'), targetsFile, 1)
/** Dialogs that return this path. */
const dialogs = (path: string | null) => ({
  openCsv: () => Promise.resolve(path),
  saveCsv: () => Promise.resolve(path),
  saveText: () => Promise.resolve(path),
  openFolder: () => Promise.resolve(true),
})

describe('unfinished files of a killed run', () => {
  it('are removed at the next start, beside the chosen files and in the app’s folder', async () => {
    const elsewhere = join(folder, 'elsewhere')
    await mkdir(elsewhere)
    const first = await targets()
    await keepingTargets(dialogs(join(elsewhere, 'holds.csv')), first).saveCsv('holds.csv')
    await keepingTargets(dialogs(join(elsewhere, 'report.txt')), first).saveText('report.txt')
    await keepingTargets(dialogs(null), first).saveCsv('holds.csv')
    await keepingTargets(dialogs(join(elsewhere, 'read.csv')), first).openCsv()
    const parts = ['holds.csv', 'report.txt', 'read.csv', 'other.csv'].map(
      (name) => `${name}.0a1b2c3d.part`,
    )
    for (const name of [...parts, 'holds.csv', 'holds.csv.part', 'holds.csv.0a1b2c3d.party']) {
      await writeFile(join(elsewhere, name), 'half')
    }
    await writeFile(join(folder, 'settings.json.0a1b2c3d.part'), 'half')

    const second = await targets()
    await removeUnfinished(folder, second, Date.now() + 10_000)
    expect((await readdir(elsewhere)).sort()).toEqual([
      'holds.csv',
      'holds.csv.0a1b2c3d.party',
      'holds.csv.part',
      'other.csv.0a1b2c3d.part',
      'read.csv.0a1b2c3d.part',
    ])
    await second.settled()
    expect((await readdir(folder)).sort()).toEqual(['elsewhere', 'targets.json'])
    expect((await targets()).value?.paths).toEqual([])
  })

  it('are removed at every start', async () => {
    const part = join(folder, 'held-calls.csv.0a1b2c3d.part')
    await writeFile(part, 'half')
    await utimes(part, 1, 1)
    await app()
    await expect.poll(() => readdir(folder)).not.toContain('held-calls.csv.0a1b2c3d.part')
  })

  it('do not include files that this run writes', async () => {
    const file = await targets()
    const part = join(folder, 'settings.json.0a1b2c3d.part')
    await writeFile(part, 'half')
    const begin = Date.now()
    await utimes(part, begin / 1_000 + 1, begin / 1_000 + 1)
    await removeUnfinished(folder, file, begin)
    expect(await readdir(folder)).toEqual(['settings.json.0a1b2c3d.part'])
  })

  it('are removed at a later start where they cannot be reached at the next one', async () => {
    const share = join(folder, 'share')
    const here = join(folder, 'holds.csv')
    const path = join(share, 'holds.csv')
    const first = await targets()
    await first.save({ version: 1, paths: [path, here] })
    for (let start = 0; start < 2; start += 1) {
      const offline = await targets()
      await removeUnfinished(folder, offline, Date.now())
      await offline.settled()
      expect((await targets()).value?.paths).toEqual([path])
    }

    await mkdir(share)
    await writeFile(`${path}.0a1b2c3d.part`, 'half')
    const last = await targets()
    await removeUnfinished(folder, last, Date.now() + 10_000)
    expect(await readdir(share)).toEqual([])
    await last.settled()
    expect((await targets()).value?.paths).toEqual([])
  })

  it('are removed at a later start where they cannot be removed at the next one', async () => {
    const path = join(folder, 'holds.csv')
    // A folder of this name: not even root can remove it as a file.
    await mkdir(`${path}.0a1b2c3d.part`)
    await utimes(`${path}.0a1b2c3d.part`, 1, 1)
    const file = await targets()
    await file.save({ version: 1, paths: [path] })
    await removeUnfinished(folder, file, Date.now())
    expect(file.value?.paths).toEqual([path])
  })

  it('are still known where the same file is chosen again during the search', async () => {
    const path = join(folder, 'holds.csv')
    await (await targets()).save({ version: 1, paths: [path] })
    const file = await targets()
    const removed = removeUnfinished(folder, file, Date.now())
    await keepingTargets(dialogs(path), file).saveCsv('holds.csv')
    await removed
    await file.settled()
    expect((await targets()).value?.paths).toEqual([path])
  })

  it('are not searched in an ever-growing list of missing folders', async () => {
    const file = await targets()
    for (let index = 0; index < 60; index += 1) {
      const target = join(folder, 'gone', `${index}.csv`)
      await keepingTargets(dialogs(target), file).saveCsv('holds.csv')
    }
    await removeUnfinished(folder, file, Date.now())
    expect(file.value?.paths).toHaveLength(50)
    expect(file.value?.paths.at(-1)).toContain('59.csv')
  })
})
