import type { Page } from '@playwright/test'
import { setPreference } from '../../e2e/fixtures/preferences.ts'

/** The look of the window: its language and theme, and the theme of the system. */
export interface Look {
  name: string
  language: 'en' | 'zh-CN'
  theme: 'light' | 'dark' | 'contrast'
  /** High contrast is light or dark depending on the system. */
  system: 'light' | 'dark'
}

const look = (language: Look['language'], theme: Look['theme'], system: Look['system']): Look => ({
  name: `${language}-${theme}`,
  language,
  theme,
  system,
})

/** Every language in every theme; high contrast both dark and light. */
export const looks = [
  look('en', 'light', 'light'),
  look('en', 'dark', 'dark'),
  look('en', 'contrast', 'dark'),
  look('zh-CN', 'light', 'light'),
  look('zh-CN', 'dark', 'dark'),
  look('zh-CN', 'contrast', 'light'),
] as const

/** The look while a story runs: its steps use English names. */
export const [plainLook] = looks

/**
 * Window sizes: on a desktop, beside other windows, on the wall, as high as a long page, and the widths in between that
 * change the layout. Zoom reduces the space of the page accordingly.
 */
export const sizes = {
  wide: { width: 1280, height: 800 },
  narrow: { width: 420, height: 760 },
  wall: { width: 1920, height: 1080 },
  tall: { width: 1100, height: 1900 },
  w480: { width: 480, height: 760 },
  w640: { width: 640, height: 760 },
  w800: { width: 800, height: 700 },
  w960: { width: 960, height: 1040 },
  w3440: { width: 3440, height: 1440 },
  zoom125: { width: 1024, height: 640 },
  zoom150: { width: 853, height: 533 },
  zoom200: { width: 640, height: 400 },
} as const
export type Size = keyof typeof sizes

/** Every width and zoom at which the board is used. */
export const allWidths = [
  'wide',
  'narrow',
  'w480',
  'w640',
  'w800',
  'w960',
  'wall',
  'w3440',
  'zoom125',
  'zoom150',
  'zoom200',
] as const satisfies readonly Size[]

/** The sizes in all looks; the others only have two. */
const inAllThemes: readonly Size[] = ['wide', 'wall', 'tall']
export const looksAt = (size: Size): readonly Look[] =>
  inAllThemes.includes(size) ? looks : looks.filter(({ name }) => /en-dark|zh-CN-light/.test(name))

/** Resizes the window, and waits until it is rendered. */
export async function resize(page: Page, size: Size) {
  await page.setViewportSize(sizes[size])
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
  })
}

/** Changes the look at run time, and waits until it is rendered. */
export async function dress(page: Page, size: Size, { language, theme, system }: Look) {
  await page.emulateMedia({ colorScheme: system, reducedMotion: 'reduce' })
  await setPreference(page, 'theme', theme)
  await setPreference(page, 'language', language)
  const mode = theme === 'contrast' ? system : theme
  await page.locator(`html[lang="${language}"][data-theme="${mode}"]`).waitFor()
  await page.evaluate(() => document.fonts.ready)
  await resize(page, size)
}
