import { levels, rank } from '../../../src-shared/levels.ts'
import type { TrayIcon } from './trayModel.ts'

/** `template`: macOS colors it; a number stands beside it, as text. */
export type TrayTheme = 'dark' | 'light' | 'template'

export interface TrayLook {
  /** Pixels, not points. */
  size: (typeof panelSizes)[number]
  theme: TrayTheme
}

/** What Windows shows at 100 to 200 % and at 300 %, from the smallest. */
export const panelSizes = [16, 20, 24, 28, 32, 48] as const

/** `npm run icons` makes one sheet for each of them: sheets/THEME-SIZE.png. */
export const trayLooks: readonly TrayLook[] = [
  ...(['dark', 'light'] as const).flatMap((theme) => panelSizes.map((size) => ({ theme, size }))),
  { theme: 'template', size: 16 },
  { theme: 'template', size: 32 },
]

export const sheetName = ({ theme, size }: TrayLook): string => `${theme}-${size}.png`

const signs = ['off', 'calm', 'paused', 'stale'] as const

/** Further counts are shown as 99+, the last of a row. */
const mostCounts = 100

const countsOf = (theme: TrayTheme) => (theme === 'template' ? 1 : mostCounts)

/** All icons of a sheet. */
export function iconsOn(theme: TrayTheme): TrayIcon[] {
  const counts = Array.from({ length: countsOf(theme) }, (_, index) => index + 1)
  return [
    ...signs.map((kind): TrayIcon => ({ kind, count: 0, level: 'normal' })),
    ...levels.flatMap((level) => counts.map((count): TrayIcon => ({ kind: 'held', count, level }))),
  ]
}

/** Where an icon is on its sheet, in pixels: the signs in the first row, then a row of counts for each level. */
export function cellOf({ kind, count, level }: TrayIcon, { theme, size }: TrayLook) {
  const [column, row] =
    kind === 'held'
      ? [Math.min(Math.max(1, count), countsOf(theme)) - 1, 1 + rank[level]]
      : [signs.indexOf(kind), 0]
  return { x: column * size, y: row * size, width: size, height: size }
}

export const sheetSize = ({ theme, size }: TrayLook) => ({
  width: Math.max(signs.length, countsOf(theme)) * size,
  height: (1 + levels.length) * size,
})
