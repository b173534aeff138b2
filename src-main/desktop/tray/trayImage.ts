import { nativeImage, type NativeImage, nativeTheme, type NativeTheme, screen } from 'electron'
import type { TrayIcon } from './trayModel.ts'
import { cellOf, panelSizes, sheetName, type TrayLook } from './traySheet.ts'

/** Paths of the sheets in the built app. */
const sheets = import.meta.glob<string>('./sheets/*.png', {
  query: '?asset',
  import: 'default',
  eager: true,
})

/** Images for the tray, cut from their sheet when they are first needed, and cached. */
export function createTrayImages(): (icon: TrayIcon) => NativeImage {
  const cached = new Map<string, NativeImage>()
  return (icon) => {
    const looks = looksFor(process.platform)
    const key = JSON.stringify([icon, looks])
    const image = cached.get(key) ?? imageOf(icon, looks)
    cached.set(key, image)
    return image
  }
}

interface ScaledLook extends TrayLook {
  scaleFactor: number
}

function imageOf(icon: TrayIcon, looks: readonly ScaledLook[]): NativeImage {
  const image = nativeImage.createEmpty()
  for (const { scaleFactor, ...look } of looks) {
    const sheet = nativeImage.createFromPath(sheets[`./sheets/${sheetName(look)}`] ?? '')
    image.addRepresentation({ scaleFactor, buffer: sheet.crop(cellOf(icon, look)).toPNG() })
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
  const pixels = (platform === 'win32' ? 16 : 24) * scale
  const size = panelSizes.find((each) => each >= pixels) ?? 48
  return [{ size, scaleFactor: 1, theme }]
}

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
