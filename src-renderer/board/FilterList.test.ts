// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { render } from '../testing/mount.ts'
import FilterList from './FilterList.vue'

const choices = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ value: String(i), label: `skill ${i}` }))

describe('a list of choices', () => {
  it('is not filtered by the text of a search field that is no longer shown', async () => {
    const list = render(FilterList<string>, {
      props: { title: 'Skills', choices: choices(9), modelValue: [] },
    })
    await list.get('input[type="search"]').setValue('8')
    expect(list.findAll('li')).toHaveLength(1)
    await list.setProps({ choices: choices(8) })
    expect(list.find('input[type="search"]').exists()).toBe(false)
    expect(list.findAll('li')).toHaveLength(8)
  })
})
