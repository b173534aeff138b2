import { type Component, defineAsyncComponent, h } from 'vue'
import ViewLost from './ViewLost.vue'

/** A part of the window that is loaded when first shown, with a message if it could not be. */
export const late = (load: () => Promise<Component>, place: 'main' | 'section'): Component =>
  defineAsyncComponent({ loader: load, errorComponent: () => h(place, h(ViewLost)) })
