import { mount, type ComponentMountingOptions } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick, type Component } from 'vue'
import { i18n } from '../i18n/index.ts'

/** Mounts a component with the texts and fresh stores, attached so that focus works. */
export const render = <C extends Component>(
  component: C,
  options: ComponentMountingOptions<C> = {} as ComponentMountingOptions<C>,
) => {
  const pinia = createPinia()
  setActivePinia(pinia)
  return mount(component as Component, {
    ...(options as object),
    global: { plugins: [pinia, i18n] },
    attachTo: document.body,
  })
}

/** Delivers responses of the fake bridge and updates the page. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
  await nextTick()
}
