import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createLogger } from '../base/log.ts'
import { followFaults } from './faults.ts'
import { Notices } from '../settings/notices.ts'

it.each(['uncaughtException', 'unhandledRejection'])(
  '%s is written down with its stack and cause, without secrets, and told once',
  (event) => {
    const source = new EventEmitter()
    const lines: string[] = []
    const notices = new Notices(() => {})
    followFaults(
      source,
      createLogger((line) => lines.push(line), false),
      () => {
        notices.say('fault')
      },
    )
    const cause = new Error('password=hunter2')
    for (let time = 0; time < 3; time++) source.emit(event, new Error('broken', { cause }))
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('Error: broken')
    expect(lines[0]).toContain('faults.test.ts')
    expect(lines[0]).toContain('[cause]: Error: password=[secret]')
    expect(lines.join()).not.toContain('hunter2')
    expect(notices.list).toHaveLength(1)
  },
)
