/**
 * `npm run tray-pictures [-- FILE]`: draws all states of the tray icon side by side, on a dark panel, on a light one,
 * and for macOS; at 16, 24 and 32 pixels, and enlarged. Default: resources/screenshots/tray.png.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import type { TrayIcon } from '../src-main/desktop/tray/trayModel.ts'
import {
  cellOf,
  iconsOn,
  sheetSize,
  type TrayLook,
  trayLooks,
  type TrayTheme,
} from '../src-main/desktop/tray/traySheet.ts'
import { traySheetPng } from './tray/sheet.ts'

const file = process.argv[2] ?? 'resources/screenshots/tray.png'
const sizes = [16, 24, 32]
const enlarged = 3
const gap = 8

const counts = [0, 1, 12, 100]
const panels: { theme: TrayTheme; ground: string }[] = [
  { theme: 'dark', ground: '#202226' },
  { theme: 'light', ground: '#f3f3f3' },
  { theme: 'template', ground: '#e4e6ea' },
]

const sheets = new Map(
  trayLooks.map((look) => [look, `data:image/png;base64,${traySheetPng(look).toString('base64')}`]),
)

/** One icon of a sheet, with each pixel as a square. */
function pixels(icon: TrayIcon, look: TrayLook, left: number, top: number, scale: number): string {
  const cell = cellOf(icon, look)
  const { width, height } = sheetSize(look)
  const length = look.size * scale
  return (
    `<svg x="${left}" y="${top}" width="${length}" height="${length}" ` +
    `viewBox="${cell.x} ${cell.y} ${cell.width} ${cell.height}">` +
    `<image width="${width}" height="${height}" image-rendering="optimizeSpeed" ` +
    `href="${sheets.get(look) ?? ''}"/></svg>`
  )
}

const column = Math.max(...sizes) * enlarged + gap
const rows = panels.map(({ theme }) => iconsOn(theme).filter(({ count }) => counts.includes(count)))
const width = gap + Math.max(...rows.map(({ length }) => length)) * column
const panelHeight =
  gap + Math.max(...sizes) + gap + sizes.reduce((sum, size) => sum + size * enlarged + gap, 0)
const height = panels.length * panelHeight

const parts = panels.flatMap(({ theme, ground }, panel) => {
  const begin = panel * panelHeight
  const looks = trayLooks.filter((look) => look.theme === theme && sizes.includes(look.size))
  const icons = (rows[panel] ?? []).flatMap((icon, index) => {
    const left = gap + index * column
    let right = left
    let bottom = begin + gap + Math.max(...sizes) + gap
    return looks.flatMap((look) => {
      const both = [
        pixels(icon, look, right, begin + gap, 1),
        pixels(icon, look, left, bottom, enlarged),
      ]
      right += look.size + gap
      bottom += look.size * enlarged + gap
      return both
    })
  })
  return [
    `<rect y="${begin}" width="${width}" height="${panelHeight}" fill="${ground}"/>`,
    ...icons,
  ]
})

await mkdir(dirname(file), { recursive: true })
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`
await writeFile(file, new Resvg(svg).render().asPng())
