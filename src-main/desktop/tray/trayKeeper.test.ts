import { expect, it } from 'vitest'
import { createTrayKeeper } from './trayKeeper.ts'
import type { TrayModel } from './trayModel.ts'

const model = (tooltip: string, count = 1): TrayModel => ({
  icon: { kind: 'held', count, level: 'normal' },
  tooltip,
  badge: String(count),
  menu: [{ kind: 'text', label: tooltip }],
})

it('shows another image at once, and new ages only every five seconds', () => {
  const tooltips: string[] = []
  let now = 0
  const keep = createTrayKeeper({ show: ({ tooltip }) => tooltips.push(tooltip) }, () => now)
  keep(model('0:01'))
  now = 1_000
  keep(model('0:02'))
  keep(model('0:02, two', 2))
  now = 5_999
  keep(model('0:06', 2))
  now = 6_000
  keep(model('0:07', 2))
  expect(tooltips).toEqual(['0:01', '0:02, two', '0:07'])
})
