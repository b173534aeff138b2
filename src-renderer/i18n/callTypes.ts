import { i18n } from './index.ts'

/** The name of a call's type (gateway protocol §5); null where the gateway sent none. */
export const callTypeText = (type: number | null): string => {
  const { t, te } = i18n.global
  if (type === null) return t('callTypes.none')
  return te(`callTypes.${type}`) ? t(`callTypes.${type}`) : t('callTypes.other', { n: type })
}
