import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'

/** More than there are levels, types and ages on one board. */
const most = 2_000

/**
 * Remembers texts by a key, as long as the language stays: to put one together costs more than
 * drawing it, and hundreds of rows and agents want the same few each second.
 */
export const useOnce = createSharedComposable(() => {
  const { locale } = useI18n()
  const made = new Map<string, string>()
  return (key: string, make: () => string): string => {
    const place = `${locale.value} ${key}`
    const known = made.get(place)
    if (known !== undefined) return known
    if (made.size >= most) made.clear()
    const text = make()
    made.set(place, text)
    return text
  }
})
