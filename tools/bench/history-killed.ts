/**
 * One run of an app that will be killed: opens the history, restores open holds, and lets holds begin and end at
 * random, while old ones are deleted, charts are read and a file is exported. Everything that it shows or reports to
 * the history is recorded in a file first.
 */
import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { History } from '../../src-main/history/history.ts'
import { FakeVault, holdAt, origin, spawnWorker } from '../../src-main/history/fakes.ts'
import type { Hold } from '../../src-main/monitor/ledger.ts'
import { createRandom } from '../../src-main/simulator/random.ts'
import type { Note } from './history-killing.ts'

const [folder = '', notes = '', life = '0'] = process.argv.slice(2)
const file = openSync(notes, 'a')
const note = (what: Note) => writeSync(file, `${JSON.stringify(what)}\n`)
const random = createRandom(Number(life))
const clock = { now: () => performance.now(), wall: () => Date.now(), resync: () => 0 }
const silent = () => {}

const history = new History({
  folder,
  formerFolders: [],
  spawn: spawnWorker,
  clock,
  setTimer(ms, fn) {
    const timer = setTimeout(fn, ms)
    return () => {
      clearTimeout(timer)
    }
  },
  vault: new FakeVault(),
  customerOf: ({ caller }) => ({ number: caller, masked: `•••• ${caller.slice(-4)}` }),
  numbers: { kept: 'last-four', isChosen: true },
  retention: { days: 30, by: 'settings' },
  log: { debug: silent, info: silent, warn: silent, error: silent },
  onState: silent,
  onOpened: silent,
  onQuarantined: silent,
  onUnlogged: silent,
  onRetention: silent,
  onLate: silent,
  onChange: silent,
  onExport: silent,
})
await history.opened

const { holds: restored } = history.restore([origin])
const open = new Map<string, Hold>(restored.map((hold) => [hold.call.callId, hold]))
const agesOf = () =>
  Object.fromEntries(
    [...open].map(([callId, { firstSeenAt }]) => [callId, clock.now() - firstSeenAt]),
  )
const sort = { by: 'started', descending: true } as const
const filter = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }
const { total } = await history.page({ filter, sort, offset: 0, limit: 1 })
const alerted = [...open].flatMap(([callId, { holdId }]) =>
  history.alerted.has(holdId) ? [callId] : [],
)
note({ what: 'restored', at: clock.wall(), ages: agesOf(), alerted, past: total })

const oldMs = 60 * 86_400_000
async function keepBusy(): Promise<never> {
  for (let round = 0; ; round += 1) {
    for (let index = 0; index < 1_000; index += 1) {
      const hold = holdAt(clock.now() - oldMs, { callId: `old-${life}-${round}-${index}` })
      history.recordStarts([hold])
      history.recordEnds([{ ...hold, endedBy: hold.firstSeenAt + 900 }])
    }
    await history.flush()
    const exported = history.export({ filter, numbers: 'masked' }, join(folder, 'holds.csv'))
    await Promise.allSettled([history.setRetention(30), history.charts(filter), exported])
  }
}
void keepBusy()

let calls = 0
let seenAt = 0
for (;;) {
  const now = clock.now()
  const held = [...open.values()]
  if (open.size < 20 && random.chance(0.5)) {
    const callId = `${life}-${(calls += 1)}`
    const hold = holdAt(now, { callId, agentId: String(random.whole(101, 110)) })
    open.set(callId, hold)
    note({ what: 'began', callId, at: clock.wall() })
    history.recordStarts([hold])
  } else if (held.length > 0) {
    const hold = held[random.whole(0, held.length - 1)] as Hold
    const { callId } = hold.call
    if (random.chance(0.4)) {
      open.delete(callId)
      note({ what: 'ended', callId, at: clock.wall() })
      history.recordEnds([{ ...hold, endedBy: now }])
    } else if (random.chance(0.5)) {
      note({ what: 'alerted', callId, at: clock.wall() })
      history.recordLevel(hold.holdId, 'amber')
      const memory = {
        alertedLevel: 'amber',
        isSnoozeOver: false,
        criticalAt: null,
        attention: null,
      } as const
      history.keepAlerted(new Map([[hold.holdId, memory]]))
    } else {
      history.recordHandling(hold.holdId, { kind: 'acknowledged', by: '900', at: now })
    }
  }
  if (now - seenAt > 300) {
    seenAt = now
    for (const [callId, hold] of open) open.set(callId, { ...hold, lastSeenAt: now })
    history.recordOpen([...open.values()])
    note({ what: 'shown', at: clock.wall(), ages: agesOf() })
  }
  if (random.chance(0.1)) {
    const at = clock.wall()
    note({ what: 'asked', at })
    void history.flush().then((isWritten) => {
      if (isWritten) note({ what: 'written', upTo: at })
    })
  }
  await pass(random.whole(0, 15))
}
