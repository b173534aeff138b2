import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { PreferenceKey } from '../../src-shared/contract/index.ts'

/** Invalid input in the settings, which is not in force: a confirmation is needed before it is discarded. */
export const useDrafts = defineStore('drafts', () => {
  /** By field: a setting may have several. */
  const fields = shallowReactive(new Map<symbol, PreferenceKey>())
  const invalid = computed(() => new Set(fields.values()))
  return { fields, invalid }
})
