import type { Sender } from './router.ts'

/** Only the app's own page, and only its main frame; the same rule restricts navigation. */
export function isAppPage(url: string, appOrigin: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}` === appOrigin
}

export function trustsOnly(appOrigin: string) {
  return ({ url, isMainFrame }: Sender): boolean => isMainFrame && isAppPage(url, appOrigin)
}
