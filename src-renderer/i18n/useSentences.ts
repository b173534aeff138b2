import { useI18n } from 'vue-i18n'
import type { AppError, UnknownReason, Way } from '../../src-shared/contract/index.ts'

/** The input beside which an error is shown, where the main process names none. */
const fieldOf: Partial<Record<AppError['code'], string>> = {
  'agent-id-empty': 'agentId',
  'agent-id-invalid': 'agentId',
  'agent-id-out-of-range': 'agentId',
  'password-empty': 'password',
  'password-too-long': 'password',
  'wrong-password': 'password',
  'password-expired': 'password',
  'phone-too-long': 'phone',
  'phone-needed': 'phone',
  'guid-invalid': 'guid',
}

export const errorField = (error: AppError | null): string | undefined =>
  error ? (error.field ?? fieldOf[error.code]) : undefined

export interface Explanation {
  what: string
  todo: string
  /** The gateway's code, for the small print; empty where there is none. */
  code: string
}

/** Converts codes to sentences. */
export const useSentences = () => {
  const { t, te } = useI18n()

  /** A code's own sentence, otherwise that of its family (`104` for `104-003`), otherwise a general one. */
  const retcode = (code: string): string => {
    const key = [code, code.split('-')[0]].find((k) => k !== undefined && te(`retcodes.${k}`))
    return t(`retcodes.${key ?? 'unknown'}`)
  }

  /** Joins sentences with the language's separator. */
  const join = (...sentences: string[]): string => {
    const [first = '', ...rest] = sentences.filter(Boolean)
    return rest.reduce(
      (before, next) => t('common.sentences', { first: before, last: next }),
      first,
    )
  }

  const small = (code: string | null | undefined): string =>
    code ? t('common.code', { code }) : ''

  /** @param way how the source is read whose answer it was: much of it is otherwise with a CC-CMS */
  const reason = (
    why: UnknownReason | null,
    code: string | null,
    way: Way = 'inspector',
  ): Explanation => {
    if (why === null) return { what: '', todo: '', code: small(code) }
    const own = why === 'gateway-error' && code !== null
    const isOther = way === 'cms' && te(`cmsReasons.${why}.what`)
    return {
      what: own ? retcode(code) : t(isOther ? `cmsReasons.${why}.what` : `reasons.${why}.what`),
      // The sentence of a known code already describes the next step.
      todo:
        own && te(`retcodes.${code}`)
          ? ''
          : t(isOther ? `cmsReasons.${why}.todo` : `reasons.${why}.todo`),
      code: small(code),
    }
  }

  const error = (failure: AppError): string => {
    const params = failure.params ?? {}
    const code = params['retcode'] ?? params['code']
    const sentence = t(`errors.${failure.code}`, params)
    const about = params['agent'] ?? params['text']
    const parts = [about === undefined ? sentence : t('common.about', { about, sentence })]
    if (code !== undefined) {
      if (failure.code === 'gateway-code') parts.push(retcode(String(code)))
      parts.push(small(String(code)))
    }
    return join(...parts)
  }

  return { retcode, reason, error, join }
}
