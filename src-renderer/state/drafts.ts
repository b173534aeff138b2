import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { PreferenceKey } from '../../src-shared/contract/index.ts'

/** What was typed into the settings and is not valid, so not in force: it is asked for before it is lost. */
export const useDrafts = defineStore('drafts', () => {
  /** By field: of one setting there may be several. */
  const fields = shallowReactive(new Map<symbol, PreferenceKey>())
  const invalid = computed(() => new Set(fields.values()))
  return { fields, invalid }
})
