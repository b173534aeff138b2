import type { Component } from 'vue'
import { late } from './late.ts'

/**
 * The views of a watched gateway, in the order of the menu. Header and banner stand above each of
 * them (MainFrame.vue), so a view is no more than its own `<main>`.
 */
export const viewNames = ['board', 'history', 'settings', 'diagnostics'] as const
export type ViewName = (typeof viewNames)[number]

/** Those that can be shown in the middle of the set-up too, in its place. */
export const setUpViews: ReadonlySet<ViewName> = new Set(['settings', 'diagnostics'])

const files = import.meta.glob<Component>('../views/{History,Settings,Diagnostics}View.vue', {
  import: 'default',
})

/** What is loaded when it is first shown. A view is in the menu as soon as its file is there. */
export const lateViews: Partial<Record<ViewName, Component>> = Object.fromEntries(
  Object.entries(files).map(([path, load]) => [
    path.replace('../views/', '').replace('View.vue', '').toLowerCase(),
    late(load, 'main'),
  ]),
)

/** The views that there are. */
export const offeredViews: readonly ViewName[] = viewNames.filter(
  (name) => name === 'board' || name in lateViews,
)
