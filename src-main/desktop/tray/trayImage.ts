import { nativeImage, type NativeImage, nativeTheme, type NativeTheme, screen } from 'electron'
import { trayIconPng, type TrayIconLook } from './trayIcon.ts'
import type { TrayIcon } from './trayModel.ts'

/**
 * Images for the tray, drawn when they are first needed and cached: no file can be missing, and no number is
 * unexpected.
 */
export function createTrayImages(): (icon: TrayIcon) => NativeImage {
  const drawn = new Map<string, NativeImage>()
  return (icon) => {
    const looks = looksFor(process.platform)
    const key = JSON.stringify([icon, looks])
    const known = drawn.get(key) ?? draw(icon, looks)
    drawn.set(key, known)
    return known
  }
}

interface ScaledLook extends TrayIconLook {
  scaleFactor: number
}

function draw(icon: TrayIcon, looks: readonly ScaledLook[]): NativeImage {
  const image = nativeImage.createEmpty()
  for (const { scaleFactor, ...look } of looks) {
    image.addRepresentation({ scaleFactor, buffer: trayIconPng(icon, look) })
  }
  if (looks[0]?.theme === 'template') image.setTemplateImage(true)
  return image
}

function looksFor(platform: string): ScaledLook[] {
  if (platform === 'darwin') {
    return [
      { size: 16, scaleFactor: 1, theme: 'template' },
      { size: 32, scaleFactor: 2, theme: 'template' },
    ]
  }
  const desktop = process.env['XDG_CURRENT_DESKTOP'] ?? ''
  const theme = isPanelDark(platform, nativeTheme, desktop) ? 'dark' : 'light'
  // Windows and Linux accept one bitmap and draw nothing else (electron#33044, #45196).
  const scale =
    platform === 'win32'
      ? screen.getPrimaryDisplay().scaleFactor
      : Math.max(...screen.getAllDisplays().map((display) => display.scaleFactor))
  const wanted = (platform === 'win32' ? 16 : 24) * scale
  const size = sizes.find((each) => each >= wanted) ?? largest
  return [{ size, scaleFactor: 1, theme }]
}

const sizes = [16, 20, 24, 28, 32, 40, 48, 56] as const
const largest = 64

/**
 * Windows has a separate theme for its task bar; GNOME's panel is dark whatever the theme.
 * @param desktop XDG_CURRENT_DESKTOP
 */
export function isPanelDark(
  platform: string,
  theme: Pick<NativeTheme, 'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI'>,
  desktop: string,
): boolean {
  if (platform === 'win32') return theme.shouldUseDarkColorsForSystemIntegratedUI
  return theme.shouldUseDarkColors || (platform === 'linux' && /GNOME/i.test(desktop))
}
