import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultSettings } from '../settings/settings.ts'
import { app, eachInItsFolder, folder } from './testing.ts'

eachInItsFolder()

it.each([
  ['settings.json', { ...defaultSettings, wasToldAboutTray: true }],
  ['trusted-gateways.json', { version: 1, gateways: [] }],
  ['secrets.json', { version: 1, data: '' }],
  ['rosters.json', { version: 1, rosters: [] }],
])('uses its own %s again after an older version, and reports it', async (original, own) => {
  const path = join(folder, original)
  await writeFile(`${path}.2026-03-04T10-00-00.unreadable`, JSON.stringify(own))
  // There is none below the first: this simulates one.
  const older = JSON.stringify({ version: 0.5 })
  await writeFile(path, older)
  const one = await app()
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(own)
  const { notices } = await one.request('app.get_info', null)
  const replacements = notices.filter(({ code }) => code === 'older-replaced')
  expect(replacements).toMatchObject([{ params: { original } }])
  expect(await readFile(join(folder, replacements[0]?.params['file'] ?? ''), 'utf8')).toBe(older)
})
