/** The most that a note may hold, bytes of UTF-8 (gateway protocol §11.1). */
export const maxNoteBytes = 1023

const encoder = new TextEncoder()
export const noteBytes = (text: string): number => encoder.encode(text).length

/** A note is one line: line breaks and other control characters are spaces. */
export const noteLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

/** What a template may ask for. No number of a caller is among it: the text may land in logs and in other programs. */
export const placeholders = ['time', 'skill'] as const
export type Placeholder = (typeof placeholders)[number]

const placeholder = /\{([^{}]*)\}/g
const isKnown = (name: string): name is Placeholder =>
  (placeholders as readonly string[]).includes(name)

/** The first placeholder of a template that there is not; null where all are known. */
export const unknownPlaceholder = (template: string): string | null =>
  [...template.matchAll(placeholder)].map(([, name = '']) => name).find((name) => !isKnown(name)) ??
  null

/** The note that a template makes; where a value is empty, no double space is left. */
export const fillTemplate = (template: string, values: Record<Placeholder, string>): string =>
  noteLine(
    template
      .replaceAll(placeholder, (whole, name: string) => (isKnown(name) ? values[name] : whole))
      .replaceAll(/\s{2,}/g, ' '),
  )
