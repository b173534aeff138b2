/**
 * `npm run icons [-- FOLDER]`: makes the icons for the packages (PNG, ICO, ICNS) from resources/icon.svg and
 * icon-small.svg, and draws the sheets of tray icons that the build includes. Default: resources, and
 * src-main/desktop/tray/sheets.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import toIco from 'png-to-ico'
import { sheetName, trayLooks } from '../src-main/desktop/tray/traySheet.ts'
import { icns, type IconPicture } from './icns.ts'
import { traySheetPng } from './tray/sheet.ts'

const folder = process.argv[2] ?? 'resources'
/** Not in resources: the build would not bundle them from there. */
const sheetFolder =
  process.argv[2] === undefined ? 'src-main/desktop/tray/sheets' : join(folder, 'tray')
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** The sizes that Windows shows at 100 to 400 %. */
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
  // There the pixels are premultiplied.
  const pixels = image.pixels
  const rgba = Buffer.from(
    pixels.map((value, index) => {
      const alpha = pixels[index | 3] ?? 0
      return index % 4 === 3 || alpha === 0 ? value : Math.round((value * 255) / alpha)
    }),
  )
  return { size, png: image.asPng(), rgba }
}

async function write(file: string, content: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

await write(join(folder, 'icon.png'), picture(1024).png)
for (const size of linuxSizes)
  await write(join(folder, `icons/${size}x${size}.png`), picture(size).png)
await write(join(folder, 'icon.ico'), await toIco(windowsSizes.map((size) => picture(size).png)))
await write(join(folder, 'icon.icns'), icns(macSizes.map((size) => picture(size, mac))))

for (const look of trayLooks) await write(join(sheetFolder, sheetName(look)), traySheetPng(look))
