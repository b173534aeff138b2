import { useI18n } from 'vue-i18n'

/** The maximum number of listed items. */
const most = 12

/** A list as text; for a long one the first items, and the number of the others. */
export const useNamed = (): ((list: readonly string[]) => string) => {
  const { t } = useI18n()
  return (list) => {
    const named = list.slice(0, most).join(t('common.comma'))
    const n = list.length - most
    return n > 0 ? t('agents.more', { list: named, n }) : named
  }
}
