/**
 * `npm run icons [-- FOLDER]`: makes from resources/icon.svg and icon-small.svg what the packages take
 * (PNG, ICO, ICNS), and writes the tray's pictures, which the app draws itself, as SVG beside them.
 * Default: resources.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import toIco from 'png-to-ico'
import { trayIconSvg } from '../src-main/desktop/tray/trayIcon.ts'
import type { TrayIcon } from '../src-main/desktop/tray/trayModel.ts'
import { icns, type IconPicture } from './icns.ts'

const folder = process.argv[2] ?? 'resources'
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** What Windows shows at 100 to 400 %. */
const windowsSizes = [16, 20, 24, 28, 32, 40, 48, 64, 256]
const macSizes = [16, 32, 64, 128, 256, 512, 1024]

const large = await readFile('resources/icon.svg', 'utf8')
const small = await readFile('resources/icon-small.svg', 'utf8')
/** macOS wants the plate smaller, 824 of 1024, so that icons of other shapes look as large. */
const mac = large.replace('viewBox="0 0 1024 1024"', 'viewBox="-83 -83 1190 1190"')
if (mac === large) throw new Error('resources/icon.svg does not measure 1024 by 1024')

function picture(size: number, svg = large): IconPicture {
  const source = size < 48 ? small : svg
  const image = new Resvg(source, { fitTo: { mode: 'width', value: size } }).render()
  // There the alpha is multiplied in.
  const pixels = image.pixels
  const rgba = Buffer.from(
    pixels.map((value, index) => {
      const alpha = pixels[index | 3] ?? 0
      return index % 4 === 3 || alpha === 0 ? value : Math.round((value * 255) / alpha)
    }),
  )
  return { size, png: image.asPng(), rgba }
}

async function write(name: string, content: Buffer | string): Promise<void> {
  const file = join(folder, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

await write('icon.png', picture(1024).png)
for (const size of linuxSizes) await write(`icons/${size}x${size}.png`, picture(size).png)
await write('icon.ico', await toIco(windowsSizes.map((size) => picture(size).png)))
await write('icon.icns', icns(macSizes.map((size) => picture(size, mac))))

const trayStates: Record<string, TrayIcon> = {
  off: { kind: 'off', count: 0, level: 'normal' },
  calm: { kind: 'calm', count: 0, level: 'normal' },
  paused: { kind: 'paused', count: 0, level: 'normal' },
  stale: { kind: 'stale', count: 0, level: 'normal' },
  'held-normal': { kind: 'held', count: 1, level: 'normal' },
  'held-amber': { kind: 'held', count: 1, level: 'amber' },
  'held-red': { kind: 'held', count: 1, level: 'red' },
  'held-critical': { kind: 'held', count: 1, level: 'critical' },
}
for (const [name, state] of Object.entries(trayStates)) {
  for (const theme of ['dark', 'light', 'template'] as const) {
    await write(`tray/${theme}/${name}.svg`, `${trayIconSvg(state, { size: 32, theme })}\n`)
  }
}
