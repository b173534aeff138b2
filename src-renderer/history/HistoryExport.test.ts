// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import type { ExportState } from '../../src-shared/contract/index.ts'
import { useHistory } from './history.ts'
import { useHistoryExport } from './historyExport.ts'
import { FakeBridge } from '../testing/fakeBridge.ts'
import { FakeHistory, pastHold } from '../testing/historyData.ts'
import { render, settle } from '../testing/mount.ts'
import HistoryExport from './HistoryExport.vue'

/** The button, while an export runs that then ends by itself. */
const show = async () => {
  const bridge = new FakeBridge(new FakeHistory([pastHold()]).answers()).install()
  const page = render(HistoryExport, { props: { busy: false } })
  const history = useHistory()
  history.choice.period = 'all'
  await history.load()
  useHistoryExport()
  const moved = async (state: ExportState['state']) => {
    bridge.send('history.export_moved', { state, file: 'holds.csv', done: 1, total: 9 })
    await settle()
  }
  await moved('running')
  expect(page.get('button').attributes('disabled')).toBeDefined()
  return { page, moved }
}

it('gets the focus when the button that canceled the export disappears', async () => {
  const { page, moved } = await show()
  await moved('cancelled')
  expect(document.activeElement).toBe(page.get('button').element)
})

it('takes the focus from no other element', async () => {
  const { moved } = await show()
  const field = document.body.appendChild(document.createElement('input'))
  field.focus()
  await moved('done')
  expect(document.activeElement).toBe(field)
  field.remove()
})
