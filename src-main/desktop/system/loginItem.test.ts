import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { autostart, autostartFile } from './loginItem.ts'

it('on Linux is a file of the desktop, and its state is read from there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-autostart-'))
  const file = autostartFile({ XDG_CONFIG_HOME: folder })
  const item = autostart(file, '/opt/Hold "watch" 100%/holdwatch')
  expect(item.read()).toBe(false)
  await item.write(true)
  expect(item.read()).toBe(true)
  expect(await readFile(file, 'utf8')).toContain(
    String.raw`Exec="/opt/Hold \"watch\" 100%%/holdwatch" --hidden`,
  )
  // A desktop ignores the file once the app is removed.
  expect(await readFile(file, 'utf8')).toContain('\nTryExec=/opt/Hold "watch" 100%/holdwatch\n')
  await item.write(false)
  await item.write(false)
  expect(item.read()).toBe(false)
  await rm(folder, { recursive: true })
})

it('is below the home folder by default', () => {
  expect(autostartFile({}, '/home/li')).toBe('/home/li/.config/autostart/holdwatch.desktop')
})
