import { Resvg } from '@resvg/resvg-js'
import { cellOf, iconsOn, sheetSize, type TrayLook } from '../../src-main/desktop/tray/traySheet.ts'
import { trayIconSvg } from './icon.ts'

/** The PNG with all icons of one theme and size, from which the app crops the one to show. */
export function traySheetPng(look: TrayLook): Buffer {
  const { width, height } = sheetSize(look)
  const icons = iconsOn(look.theme).map((icon) => {
    const { x, y } = cellOf(icon, look)
    return `<g transform="translate(${x} ${y})">${trayIconSvg(icon, look)}</g>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${icons.join('')}</svg>`
  return new Resvg(svg).render().asPng()
}
