import type { Page } from '@playwright/test'
import type {
  PreferenceChange,
  PreferenceKey,
  PreferenceValues,
} from '../../src-preload/contract/index.ts'

/** How the window looks: its language, its theme, and what the system around it is like. */
export interface Look {
  name: string
  language: 'en' | 'zh-CN'
  theme: 'light' | 'dark' | 'contrast'
  /** High contrast is light or dark as the system is. */
  system: 'light' | 'dark'
}

const look = (language: Look['language'], theme: Look['theme'], system: Look['system']): Look => ({
  name: `${language}-${theme}`,
  language,
  theme,
  system,
})

/** Every language in every theme; high contrast once dark and once light. */
export const looks = [
  look('en', 'light', 'light'),
  look('en', 'dark', 'dark'),
  look('en', 'contrast', 'dark'),
  look('zh-CN', 'light', 'light'),
  look('zh-CN', 'dark', 'dark'),
  look('zh-CN', 'contrast', 'light'),
] as const

/** The look that a story is told in: its steps go by English names. */
export const [plainLook] = looks

/** The window: on a desk, beside other windows, on the wall, and as high as a long page. */
export const sizes = {
  wide: { width: 1280, height: 800 },
  narrow: { width: 420, height: 760 },
  wall: { width: 1920, height: 1080 },
  tall: { width: 1100, height: 1900 },
} as const
export type Size = keyof typeof sizes

/** In narrow windows the themes are those of the wide ones. */
export const looksAt = (size: Size): readonly Look[] =>
  size === 'narrow' ? looks.filter(({ name }) => /en-dark|zh-CN-light/.test(name)) : looks

export async function setPreference<K extends PreferenceKey>(
  page: Page,
  key: K,
  value: PreferenceValues[K],
): Promise<void> {
  const change = { key, value } as PreferenceChange
  const answer = await page.evaluate(
    (wish) => window.holdwatch.request('preferences.set', wish),
    change,
  )
  if (!answer.ok) throw new Error(`${key} could not be set: ${answer.error.code}`)
}

/** Changes the look at run time, and waits until it is drawn. */
export async function dress(page: Page, size: Size, { language, theme, system }: Look) {
  await page.setViewportSize(sizes[size])
  await page.emulateMedia({ colorScheme: system, reducedMotion: 'reduce' })
  await setPreference(page, 'theme', theme)
  await setPreference(page, 'language', language)
  const mode = theme === 'contrast' ? system : theme
  await page.locator(`html[lang="${language}"][data-theme="${mode}"]`).waitFor()
  await page.evaluate(async () => {
    await document.fonts.ready
    // What follows from the new size is drawn a frame later.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame)
  })
}
