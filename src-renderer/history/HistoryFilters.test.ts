// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { useHistory } from './history.ts'
import { FakeBridge } from '../testing/fakeBridge.ts'
import { FakeHistory } from '../testing/historyData.ts'
import { render, settle } from '../testing/mount.ts'
import HistoryEmpty from './HistoryEmpty.vue'
import HistoryFilters from './HistoryFilters.vue'

const show = async () => {
  new FakeBridge(new FakeHistory([]).answers()).install()
  const page = render({
    components: { HistoryEmpty, HistoryFilters },
    template: '<div><HistoryFilters /><HistoryEmpty :is-off="false" /></div>',
  })
  await settle()
  return page
}

it.each(['.link', '.empty .button'])('clears the filters and keeps the focus: %s', async (name) => {
  const page = await show()
  const button = page.get<HTMLButtonElement>(name)
  button.element.focus()
  await button.trigger('click')
  await settle()
  expect(useHistory().isFiltered).toBe(false)
  expect(page.find('.filters .link').exists()).toBe(false)
  expect(document.activeElement).toBe(page.get('.periods input[value="all"]').element)
})

it('shows what is wrong with a range on a separate line, where it moves no field', async () => {
  const page = await show()
  useHistory().choice.period = 'own'
  await settle()
  await page.findAll('.own input')[0]?.setValue('2126-11-22T00:00')
  await settle()
  expect(page.get('.range [role="alert"]').text()).toContain('The end is before the start')
  expect(page.get('.own').text()).toBe('FromTo')
})
