import { i18n } from './index.ts'

/** The gateway's type of a call (gateway protocol §5) in words; null where it sent none. */
export const callTypeText = (type: number | null): string => {
  const { t, te } = i18n.global
  if (type === null) return t('callTypes.none')
  return te(`callTypes.${type}`) ? t(`callTypes.${type}`) : t('callTypes.other', { n: type })
}
