import { useDebounceFn } from '@vueuse/core'
import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { AppError, ParsedList } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'

export const parseAfterMs = 200

/** Parses a list while it is typed. Only the response to the latest text counts. */
export const useParsedList = (
  text: Ref<string>,
): {
  parsed: ShallowRef<ParsedList | null>
  error: ShallowRef<AppError | null>
  parseNow: () => Promise<ParsedList | null>
} => {
  const parsed = shallowRef<ParsedList | null>(null)
  const error = shallowRef<AppError | null>(null)

  const parseNow = async (): Promise<ParsedList | null> => {
    const current = text.value
    const answer = await request('watch.parse_list', { text: current })
    if (current !== text.value) return null
    error.value = answer.ok ? null : answer.error
    if (answer.ok) parsed.value = answer.data
    return answer.ok ? answer.data : null
  }

  watch(text, useDebounceFn(parseNow, parseAfterMs))
  if (text.value !== '') void parseNow()
  return { parsed, error, parseNow }
}
