/**
 * `npm run tray-pictures [-- FILE]`: the tray's states side by side as the app draws them, on a dark
 * panel, on a light one, and for macOS; at 16, 24 and 32 pixels, then the same enlarged. Default:
 * resources/screenshots/tray.png.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Bitmap } from '../src-main/desktop/tray/raster.ts'
import { trayIconBitmap, type TrayIconLook } from '../src-main/desktop/tray/trayIcon.ts'
import { encodePng } from '../src-main/desktop/tray/trayIconPng.ts'
import type { TrayIcon } from '../src-main/desktop/tray/trayModel.ts'
import { levels } from '../src-shared/levels.ts'

const file = process.argv[2] ?? 'resources/screenshots/tray.png'
const sizes = [16, 24, 32] as const
const enlarged = 3
const gap = 8

const signs = (['off', 'calm', 'paused', 'stale'] as const).map((kind): TrayIcon => ({
  kind,
  count: 0,
  level: 'normal',
}))
const held = (counts: readonly number[]) =>
  levels.flatMap((level) => counts.map((count): TrayIcon => ({ kind: 'held', count, level })))
const panels: { theme: TrayIconLook['theme']; ground: readonly number[]; states: TrayIcon[] }[] = [
  { theme: 'dark', ground: [0x20, 0x22, 0x26], states: [...signs, ...held([1, 12, 120])] },
  { theme: 'light', ground: [0xf3, 0xf3, 0xf3], states: [...signs, ...held([1, 12, 120])] },
  // There the number stands beside it.
  { theme: 'template', ground: [0xe4, 0xe6, 0xea], states: [...signs, ...held([1])] },
]

/** Paints one icon over what is there, each of its pixels as a square. */
function paint(sheet: Bitmap, icon: Bitmap, left: number, top: number, scale: number): void {
  for (let y = 0; y < icon.height * scale; y += 1) {
    for (let x = 0; x < icon.width * scale; x += 1) {
      const from = (Math.floor(y / scale) * icon.width + Math.floor(x / scale)) * 4
      const to = ((top + y) * sheet.width + left + x) * 4
      const cover = (icon.rgba[from + 3] ?? 0) / 255
      for (let channel = 0; channel < 3; channel += 1) {
        const under = sheet.rgba[to + channel] ?? 0
        const over = icon.rgba[from + channel] ?? 0
        sheet.rgba[to + channel] = Math.round(under + (over - under) * cover)
      }
    }
  }
}

const column = Math.max(...sizes) * enlarged + gap
const width = gap + Math.max(...panels.map(({ states }) => states.length)) * column
const panelHeight =
  gap + Math.max(...sizes) + gap + sizes.reduce((sum, size) => sum + size * enlarged + gap, 0)
const height = panels.length * panelHeight
const sheet: Bitmap = { width, height, rgba: Buffer.alloc(width * height * 4, 0xff) }

panels.forEach(({ theme, ground, states }, panel) => {
  const begin = panel * panelHeight
  for (let pixel = begin * width; pixel < (begin + panelHeight) * width; pixel += 1) {
    sheet.rgba.set(ground, pixel * 4)
  }
  states.forEach((state, index) => {
    const left = gap + index * column
    let right = left
    let bottom = begin + gap + Math.max(...sizes) + gap
    for (const size of sizes) {
      const icon = trayIconBitmap(state, { size, theme })
      paint(sheet, icon, right, begin + gap, 1)
      paint(sheet, icon, left, bottom, enlarged)
      right += size + gap
      bottom += size * enlarged + gap
    }
  })
})

await mkdir(dirname(file), { recursive: true })
await writeFile(file, encodePng(sheet))
