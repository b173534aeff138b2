/** A day such as `2 Mar 2024`, in the format of the locale. */
export const date = (epochMs: number, locale: string): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'medium' }).format(
    epochMs,
  )

/** `cc-gateway.example:8043` of `https://cc-gateway.example:8043`. */
export const hostOf = (origin: string): string => origin.replace(/^https:\/\//, '')
