import { useI18n } from 'vue-i18n'

/** As many of a list as one reads. */
const most = 12

/** A list in words; of a long one the beginning, and how many more there are. */
export const useNamed = (): ((list: readonly string[]) => string) => {
  const { t } = useI18n()
  return (list) => {
    const named = list.slice(0, most).join(t('common.comma'))
    const n = list.length - most
    return n > 0 ? t('agents.more', { list: named, n }) : named
  }
}
