/**
 * Numbers and dates in the format of the locale. Formatters are cached, those of dates for each time zone that the
 * system has had (`zone`, its name): a formatter keeps the zone in which it was created.
 */
const made = new Map<string, unknown>()
const once = <T>(key: string, make: () => T): T => {
  if (!made.has(key)) made.set(key, make())
  return made.get(key) as T
}

/** Day before month and 24 hours in English too, as on the board. */
const tagOf = (locale: string): string => (locale === 'en' ? 'en-GB' : locale)

const dates = (locale: string, zone: string, name: string, options: Intl.DateTimeFormatOptions) =>
  once(`${name} ${locale} ${zone}`, () => new Intl.DateTimeFormat(tagOf(locale), options))

export const number = (n: number, locale: string): string =>
  once(`number ${locale}`, () => new Intl.NumberFormat(tagOf(locale))).format(n)

/** `12%` */
export const percent = (share: number, locale: string): string =>
  once(
    `percent ${locale}`,
    () => new Intl.NumberFormat(tagOf(locale), { style: 'percent', maximumFractionDigits: 1 }),
  ).format(share)

/** `14:03:22` */
export const timeOfDay = (ms: number, locale: string, zone: string): string =>
  dates(locale, zone, 'time', { timeStyle: 'medium', hourCycle: 'h23' }).format(ms)

/** `14:03` */
export const minuteOfDay = (ms: number, locale: string, zone: string): string =>
  dates(locale, zone, 'minute', { timeStyle: 'short', hourCycle: 'h23' }).format(ms)

/** `22 Nov 2026` */
export const day = (ms: number, locale: string, zone: string): string =>
  dates(locale, zone, 'day', { dateStyle: 'medium' }).format(ms)

/** `22 Nov`, for days of this year. */
export const dayOfYear = (ms: number, locale: string, zone: string): string =>
  dates(locale, zone, 'short day', { day: 'numeric', month: 'short' }).format(ms)

const sameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString()

/** A day, without the current year. */
export const shortDay = (ms: number, locale: string, zone: string, now: number): string =>
  new Date(ms).getFullYear() === new Date(now).getFullYear()
    ? dayOfYear(ms, locale, zone)
    : day(ms, locale, zone)

/** A time with seconds; its day is omitted if it equals that of `besides`, a time shown right before. */
export const moment = (ms: number, locale: string, zone: string, besides?: number): string =>
  besides !== undefined && sameDay(ms, besides)
    ? timeOfDay(ms, locale, zone)
    : dates(locale, zone, 'moment', {
        dateStyle: 'medium',
        timeStyle: 'medium',
        hourCycle: 'h23',
      }).format(ms)

/** A moment to the minute, with its day. */
export const minuteOfDate = (ms: number, locale: string, zone: string): string =>
  dates(locale, zone, 'to the minute', {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(ms)

const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** `2nd` in English; languages that count otherwise include the number in their texts. */
export const ordinal = (n: number, locale: string): string => {
  if (locale !== 'en') return number(n, locale)
  const rule = once('ordinal', () => new Intl.PluralRules('en', { type: 'ordinal' })).select(n)
  return `${number(n, locale)}${endings[rule] ?? 'th'}`
}
