import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Resvg } from '@resvg/resvg-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sheetName, trayLooks } from '../src-main/desktop/tray/traySheet.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const resources = join(root, 'resources')
const sheets = join(root, 'src-main/desktop/tray/sheets')

const pngSize = (png: Buffer) => {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

/** The decoded pixels of a PNG, independent of its compression. */
function pixels(png: Buffer): Buffer {
  const [width = 0, height = 0] = pngSize(png)
  const href = `data:image/png;base64,${png.toString('base64')}`
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<image width="${width}" height="${height}" href="${href}"/></svg>`
  return new Resvg(svg).render().pixels
}

/** The parts of an ICNS file by type; checks the length of each. */
function icnsParts(file: Buffer): Map<string, Buffer> {
  expect(file.toString('latin1', 0, 4)).toBe('icns')
  expect(file.readUInt32BE(4)).toBe(file.length)
  const parts = new Map<string, Buffer>()
  let at = 8
  while (at < file.length) {
    const length = file.readUInt32BE(at + 4)
    parts.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + length))
    at += length
  }
  expect(at).toBe(file.length)
  return parts
}

/** The alpha, red, green and blue channels of an ARGB part, in this order. */
function unpacked(part: Buffer): Buffer {
  expect(part.toString('latin1', 0, 4)).toBe('ARGB')
  const bytes: number[] = []
  let at = 4
  while (at < part.length) {
    const lead = part[at] ?? 0
    if (lead < 128) bytes.push(...part.subarray(at + 1, (at += lead + 2)))
    else {
      bytes.push(...Array.from({ length: lead - 125 }, () => part[at + 1] ?? 0))
      at += 2
    }
  }
  return Buffer.from(bytes)
}

describe('the icons', () => {
  let made: string
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), 'holdwatch-icons-'))
    await promisify(execFile)(process.execPath, ['tools/icons.ts', made], { cwd: root })
  })
  afterAll(() => rm(made, { recursive: true, force: true }))

  it('in resources/ are exactly the output of their script', async () => {
    const names = (await readdir(made, { recursive: true })).filter((name) => !/^tray/.test(name))
    // Three icons and a folder with nine sizes, and the folder itself.
    expect(names).toHaveLength(13)
    expect(await readdir(resources, { recursive: true })).toEqual(expect.arrayContaining(names))
  })

  it('of the tray are up to date', async () => {
    const names = (await readdir(sheets)).sort()
    expect(names).toEqual(trayLooks.map(sheetName).sort())
    expect((await readdir(join(made, 'tray'))).sort()).toEqual(names)
    for (const name of names) {
      const current = pixels(await readFile(join(sheets, name)))
      const fresh = pixels(await readFile(join(made, 'tray', name)))
      expect([name, current.equals(fresh)]).toEqual([name, true])
    }
  })

  it.each(['resources', 'made anew'])('have the expected sizes: %s', async (which) => {
    const folder = which === 'resources' ? resources : made
    expect(pngSize(await readFile(join(folder, 'icon.png')))).toEqual([1024, 1024])
    const names = await readdir(join(folder, 'icons'))
    for (const name of names) {
      const size = Number.parseInt(name)
      expect(name).toBe(`${size}x${size}.png`)
      expect(pngSize(await readFile(join(folder, 'icons', name)))).toEqual([size, size])
    }

    const ico = await readFile(join(folder, 'icon.ico'))
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => ico[6 + index * 16])
    // One byte, where 0 means 256.
    expect(sizes).toEqual([16, 20, 24, 28, 32, 40, 48, 64, 0])

    const parts = icnsParts(await readFile(join(folder, 'icon.icns')))
    for (const [type, size] of [
      ['ic04', 16],
      ['ic05', 32],
    ] as const) {
      expect(unpacked(parts.get(type) ?? Buffer.alloc(0))).toHaveLength(size * size * 4)
    }
    const pngs = [...parts].filter(([type]) => !['ic04', 'ic05'].includes(type))
    expect(new Map(pngs.map(([type, png]) => [type, pngSize(png)[0]]))).toEqual(
      new Map([
        ['ic07', 128],
        ['ic08', 256],
        ['ic09', 512],
        ['ic10', 1024],
        ['ic11', 32],
        ['ic12', 64],
        ['ic13', 256],
        ['ic14', 512],
      ]),
    )
  })
})
