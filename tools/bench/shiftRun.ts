import { EvenRoom } from '../../src-main/monitor/testRoom.ts'
import type { Attention, Limits, PastHold } from '../../src-shared/contract/index.ts'
import type { Alert } from '../../src-main/alerts/alert.ts'
import { Alerts } from '../../src-main/alerts/alerts.ts'
import { FakeVault, newest, quietly } from '../../src-main/history/fakes.ts'
import { History } from '../../src-main/history/history.ts'
import type { EndedHold, Hold } from '../../src-main/monitor/ledger.ts'
import { Monitor } from '../../src-main/monitor/monitor.ts'
import type { HoldRecord } from '../../src-main/simulator/callCenter.ts'
import { createRandom } from '../../src-main/simulator/random.ts'
import { type Crossing, ShiftWitness, type Silence } from './shiftWitness.ts'
import { nineMs, ShiftWorld } from './shiftWorld.ts'

const second = 1_000
const minute = 60 * second
const saveEveryMs = 5 * second
const origin = 'https://gw:8043'
/** Quiet for seven minutes of the first hour. */
const quietTime = { isOn: true, from: '09:40', to: '09:47' }
const quietMs = { from: 40 * minute, to: 47 * minute }
export const usualLimits: Limits = { amberMs: minute, redMs: 2 * minute, criticalMs: 5 * minute }
const strictLimits: Limits = { amberMs: 20 * second, redMs: 45 * second, criticalMs: 2 * minute }
export const skillLimits = {
  retention: { amberMs: 30 * second, redMs: 90 * second, criticalMs: 3 * minute },
}

export interface ShiftOptions {
  seed: number
  agents: number
  hours: number
  /** The folder of the history. */
  folder: string
}

/** A disturbance; epoch ms. `agentId` null: it affected all agents. */
export interface Trouble {
  what: string
  agentId: string | null
  from: number
  to: number
}

/** Everything that happened, for comparison with what the app reports. Times in epoch ms. */
export interface ShiftLog {
  from: number
  until: number
  /** Every true hold, from the simulator's own record. */
  record: readonly HoldRecord[]
  /** What the ledger reported, and when; it has board-clock times, which `offset` converts to epoch ms. */
  ended: { hold: EndedHold; at: number; offset: number }[]
  started: { hold: Hold; at: number; offset: number }[]
  alerts: { alert: Alert; at: number }[]
  /** A null kind: undone. */
  handled: { holdId: string; kind: Attention['kind'] | null; at: number }[]
  troubles: Trouble[]
  crossings: Crossing[]
  violations: string[]
  boards: number
  /** The final content of the history. */
  past: PastHold[]
}

/**
 * Lets the app's own monitor, ledger, board and alerts watch a simulated call center for a shift on a fake clock, with
 * outages, sleeps, snoozes, quiet time, restarts, changed limits and a supervisor's actions.
 */
export async function runShift({ seed, agents, hours, folder }: ShiftOptions): Promise<ShiftLog> {
  const world = new ShiftWorld({ seed, agents })
  const random = createRandom(seed, 'troubles')
  const witness = new ShiftWitness(() => world.record)
  /** It outlives the app, like the history. */
  const disk: { snoozedUntil: number | null } = { snoozedUntil: null }
  const vault = new FakeVault()
  const log: ShiftLog = {
    from: world.epoch,
    until: world.epoch + hours * 60 * minute,
    record: [],
    started: [],
    ended: [],
    alerts: [],
    handled: [],
    troubles: [
      {
        what: 'quiet time',
        agentId: null,
        from: world.epoch + quietMs.from,
        to: world.epoch + quietMs.to,
      },
    ],
    crossings: witness.crossings,
    violations: witness.violations,
    boards: 0,
    past: [],
  }
  let limits = usualLimits
  let mutedUntil = -Infinity
  const hush = (): Silence | null => {
    if (world.epoch < mutedUntil) return 'muted'
    const sinceNine = world.timeOfDay - nineMs
    return sinceNine >= quietMs.from && sinceNine < quietMs.to ? 'quiet' : null
  }

  /** One run of the app, from its start to its end. */
  const start = async () => {
    let isAlive = true
    const clock = world.createClock()
    const setTimer = (ms: number, fn: () => void) =>
      world.setTimer(ms, () => {
        if (isAlive) fn()
      })
    const history = new History({ ...quietly(), folder, clock, setTimer, vault })
    await history.opened
    const save = () => {
      history.recordOpen(monitor.holds, monitor.agents)
    }
    const alerts: Alerts = new Alerts({
      clock,
      timeOfDay: () => world.timeOfDay,
      setTimer,
      settings: () => ({
        notifications: { amber: true, red: true, critical: true },
        noDataAlarm: true,
        sounds: { amber: 'none', red: 'soft', critical: 'urgent' },
        volume: 60,
        quietTime,
      }),
      notify: (alert) => {
        log.alerts.push({ alert, at: world.epoch })
        witness.sawAlert(alert, hush(), world.epoch)
      },
      withdraw: (alertId) => {
        witness.sawWithdrawn(alertId, world.epoch)
      },
      notifyNoData: () => {},
      withdrawNoData: () => {},
      play: () => {},
      flash: () => {},
      onFault: (error) => {
        throw error
      },
      onHandled: (holdId, kind, at) => {
        log.handled.push({ holdId, kind, at: world.epoch })
        history.recordHandling(holdId, kind === null ? null : { kind, at, by: 'somebody' })
      },
      snoozedUntil:
        disk.snoozedUntil === null ? null : disk.snoozedUntil - world.epoch + clock.now(),
      onSnoozedAll: (until) => {
        disk.snoozedUntil = until === null ? null : until - clock.now() + world.epoch
      },
      onKeep: (holds) => {
        history.keepAlerted(holds)
      },
      onDue: () => {
        if (isAlive) monitor.publish()
      },
    })
    const room = new EvenRoom()
    const monitor: Monitor = new Monitor({
      sources: [
        {
          origin,
          reader: world.createReader(() => {
            room.countRequest(clock.now())
          }),
          room,
        },
      ],
      simulated: false,
      clock,
      setTimer,
      random: () => world.random.unit(),
      rules: () => ({ limits, skillLimits, isPrivate: false }),
      decide(draft) {
        witness.sawBoard(draft, hush(), world.epoch)
        alerts.update(draft)
        const attentionOf = (holdId: string) => alerts.attentionOf(holdId)
        witness.sawDecision(attentionOf, world.epoch)
        return { alerts: alerts.state, attentionOf, notedAt: () => null }
      },
      onHolds: (started, ended) => {
        const times = { at: world.epoch, offset: world.epoch - clock.now() }
        log.started.push(...started.map((hold) => ({ hold, ...times })))
        log.ended.push(...ended.map((hold) => ({ hold, ...times })))
        history.recordStarts(started)
        history.recordEnds(ended)
      },
    })
    monitor.restore(history.restore([origin]))
    alerts.restore(history.alerted)
    history.setAgents(world.agents)
    monitor.onPatch(({ calls }) => {
      log.boards += 1
      for (const { holdId, level } of calls?.put ?? []) history.recordLevel(holdId, level)
    })
    monitor.setAgents(world.agents)
    const saveRegularly = () => {
      save()
      setTimer(saveEveryMs, saveRegularly)
    }
    saveRegularly()
    return {
      monitor,
      alerts,
      history,
      /** A clean exit writes once more; after a kill, the disk has what was reported before. */
      async end(isClean: boolean) {
        if (isClean) save()
        isAlive = false
        monitor.close()
        await history.close()
      },
    }
  }
  let app = await start()
  let isAppThere = true

  const during = async (what: string, ms: number) => {
    const from = world.epoch
    await world.pass(ms)
    log.troubles.push({ what, agentId: null, from, to: world.epoch })
  }
  const troubles: Record<string, () => Promise<void>> = {
    async outage() {
      world.isDown = true
      await during('outage', random.between(3, random.chance(0.3) ? 400 : 40) * second)
      world.isDown = false
    },
    async sleep() {
      const isAnnounced = random.chance(0.5)
      const from = world.epoch
      if (isAnnounced) app.monitor.pause()
      world.sleep(random.between(20, 600) * second)
      if (isAnnounced) app.monitor.resume()
      log.troubles.push({ what: 'sleep', agentId: null, from, to: world.epoch })
    },
    async pause() {
      app.monitor.pause()
      await during('pause', random.between(10, 200) * second)
      app.monitor.resume()
    },
    async mute() {
      const from = world.epoch
      mutedUntil = from + 15 * minute
      app.alerts.snoozeAll(true)
      const isEndedByHand = random.chance(0.85)
      await world.pass(isEndedByHand ? random.between(20, 300) * second : 15 * minute)
      if (isEndedByHand) {
        mutedUntil = -Infinity
        app.alerts.snoozeAll(false)
      }
      log.troubles.push({ what: 'mute', agentId: null, from, to: world.epoch })
    },
    async restart() {
      const from = world.epoch
      await app.end(random.chance(0.5))
      isAppThere = false
      witness.sawRestart()
      await world.pass(random.between(2, random.chance(0.5) ? 10 : 240) * second)
      app = await start()
      isAppThere = true
      log.troubles.push({ what: 'restart', agentId: null, from, to: world.epoch })
    },
    async 'other limits'() {
      limits = strictLimits
      app.monitor.publish()
      await during('other limits', random.between(20, 300) * second)
      limits = usualLimits
      app.monitor.publish()
    },
  }
  /** The supervisor's actions on the board. */
  const supervise = (): void => {
    const { calls } = app.monitor.board
    const [first, ...open] = calls.filter(({ level }) => level !== 'normal')
    if (first === undefined) return
    const { holdId } = random.pick([first, ...open])
    const chance = random.unit()
    if (chance < 0.3) app.alerts.acknowledge(holdId)
    else if (chance < 0.6) app.alerts.snooze(holdId, random.pick([1, 3, 5]))
    else if (chance < 0.7) app.alerts.clearAttention(holdId)
    else if (chance < 0.72) app.alerts.acknowledgeAll(calls.map((call) => call.holdId))
  }
  const superviseNow = () => {
    if (isAppThere) supervise()
    world.setTimer(random.between(10, 60) * second, superviseNow)
  }
  world.setTimer(minute, superviseNow)
  /** In addition, occasional queries for one agent get no response. */
  const failOne = () => {
    const { agentId } = random.pick(world.agents)
    const from = world.epoch
    world.failing.add(agentId)
    world.setTimer(random.between(3, 90) * second, () => {
      world.failing.delete(agentId)
      log.troubles.push({ what: 'one agent fails', agentId, from, to: world.epoch })
    })
    world.setTimer(random.between(5, 40) * second, failOne)
  }
  world.setTimer(minute, failOne)

  const names = Object.keys(troubles) as [string]
  while (world.epoch < log.until) {
    await world.pass(random.between(20, 300) * second)
    await troubles[random.pick(names)]?.()
    // The disk is independent of the fake clock, and gets real time here.
    await app.history.flush()
  }
  witness.close()
  await app.history.flush()
  for (;;) {
    const { rows, total } = await app.history.page({
      ...newest,
      offset: log.past.length,
      limit: 500,
    })
    log.past.push(...rows)
    if (rows.length === 0 || log.past.length >= total) break
  }
  await app.end(true)
  return { ...log, until: world.epoch, record: world.record }
}
