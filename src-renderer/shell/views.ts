import type { Component } from 'vue'
import type { ViewName } from '../state/navigation.ts'
import { late } from '../ui/late.ts'

/** Loaded when first shown. */
export const lateViews: Partial<Record<ViewName, Component>> = {
  history: late(() => import('../history/HistoryView.vue'), 'main'),
  sources: late(() => import('../sources/SourcesView.vue'), 'main'),
  settings: late(() => import('../settings/SettingsView.vue'), 'main'),
  diagnostics: late(() => import('../diagnostics/DiagnosticsView.vue'), 'main'),
}
