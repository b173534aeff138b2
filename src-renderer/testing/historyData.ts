import type {
  HistoryCharts,
  HistoryFilter,
  HistoryPage,
  HistorySort,
  HistoryState,
  Level,
  PastHold,
  TodayFigures,
} from '../../src-shared/contract/index.ts'
import type { Answers } from './fakeBridge.ts'

/** Past holds for tests. Times are epoch ms. */
export const pastHold = (over: Partial<PastHold> = {}): PastHold => {
  const startedAt = over.startedAt ?? new Date(2026, 10, 22, 14, 3, 22).getTime()
  const durationMs = over.durationMs ?? 130_000
  const lastSeenAt = startedAt + durationMs
  return {
    id: 1,
    agentId: '10412',
    agentName: 'Chen Wei 陈伟',
    callId: '1760000123-204',
    customer: '•••• 1234',
    hasNumber: false,
    skill: 'billing',
    callFeature: 0,
    startedAt,
    notBefore: startedAt - 1_000,
    lastSeenAt,
    endedBy: lastSeenAt + 1_000,
    durationMs,
    gap: false,
    level: 'red',
    holdNumber: 1,
    handled: null,
    notes: [],
    ...over,
  }
}

const names = [
  'Chen Wei 陈伟',
  'Maria Lopez',
  'Sun Li 孙丽',
  'Tom Becker',
  'Aisha Khan',
  'Li Na 李娜',
  'Jonas Ek',
  'Priya Nair',
  'Olga Petrova',
  'Wang Fang 王芳',
  'Ben Okafor',
  'Zhao Min 赵敏',
  'Elif Kaya',
  'Noah Wright',
  'Rosa Silva',
  'Maximiliane von Hohenstein-Brandenburg',
  '欧阳娜娜',
  '',
  'Kenji Sato',
  'Fatima Zahra',
]
const skills = ['voice', 'billing', 'tech level 2', 'retention', 'VIP 大客户专席', '']
const features = [0, 0, 0, 0, 7, 7, 6, 51, 45, 99, null]
const hour = 3_600_000
/** The load of each hour of a working day, from 8 to 20. */
const busy = [2, 5, 9, 10, 6, 4, 7, 9, 8, 6, 3, 2]

/** Pseudo-random numbers from 0 to 1, the same each time. */
const dice = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const levelOf = (ms: number): Level =>
  ms < 60_000 ? 'normal' : ms < 120_000 ? 'amber' : ms < 300_000 ? 'red' : 'critical'

/** This many realistic holds over this many days before `now`, newest first. */
export const pastHolds = (count: number, days = 30, now = Date.now()): PastHold[] => {
  const roll = dice(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T
  const weights = busy.reduce((sum, n) => sum + n, 0)
  const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  const startedAt = (): number => {
    for (;;) {
      const day = startOfDay(now - Math.floor(roll() * days) * 24 * hour)
      let weight = roll() * weights
      const at = busy.findIndex((n) => (weight -= n) < 0)
      const time = day + (8 + at + roll()) * hour
      if (time < now - 900_000) return Math.round(time)
    }
  }
  let call = 0
  const newCall = (): PastHold => {
    const agent = Math.floor(roll() * roll() * names.length)
    const number = String(Math.floor(roll() * 10_000)).padStart(4, '0')
    return pastHold({
      agentId: String(10_401 + agent),
      agentName: names[agent] ?? '',
      callId: `${1_760_000_000 + (call += 1)}-${100 + agent}`,
      customer: roll() < 0.05 ? '' : `•••• ${number}`,
      skill: pick(skills),
      callFeature: pick(features),
      lastSeenAt: startedAt(),
      holdNumber: 0,
    })
  }
  let before = newCall()
  const holds = Array.from({ length: count }, (_, index): PastHold => {
    if (before.holdNumber > 0 && roll() > 0.15) before = newCall()
    const began = before.lastSeenAt + Math.round(10_000 + roll() * 60_000)
    // Most are short, a few very long.
    const durationMs = Math.round(6_000 * Math.exp(roll() * roll() * 5.2) + roll() * 20_000)
    const lastSeenAt = began + durationMs
    before = {
      ...before,
      id: count - index,
      holdNumber: before.holdNumber + 1,
      startedAt: began,
      notBefore: roll() < 0.04 ? null : began - (roll() < 0.1 ? 9_400 : 1_000),
      lastSeenAt,
      endedBy: roll() < 0.02 ? null : lastSeenAt + 1_000,
      durationMs,
      gap: roll() < 0.03,
      level: levelOf(durationMs),
      handled:
        durationMs > 120_000 && roll() < 0.7
          ? {
              kind: roll() < 0.7 ? 'acknowledged' : 'snoozed',
              by: pick(['10099', 'supervisor.day', '王主管']),
              at: began + 125_000,
            }
          : null,
    }
    return before
  })
  return holds.sort((a, b) => b.startedAt - a.startedAt)
}

const isAdmitted = <T>(list: readonly T[], value: T): boolean =>
  list.length === 0 || list.includes(value)
const rank: Record<Level, number> = { normal: 0, amber: 1, red: 2, critical: 3 }
const compare: Record<HistorySort['by'], (a: PastHold, b: PastHold) => number> = {
  started: (a, b) => a.startedAt - b.startedAt,
  duration: (a, b) => a.durationMs - b.durationMs,
  agent: (a, b) => a.agentName.localeCompare(b.agentName),
  skill: (a, b) => a.skill.localeCompare(b.skill),
  level: (a, b) => rank[a.level] - rank[b.level],
}
const binEdges = [0, 10, 30, 60, 120, 180, 300, 600].map((s) => s * 1000)

const grouped = (holds: readonly PastHold[], keyOf: (hold: PastHold) => string) =>
  [...Map.groupBy(holds, keyOf)]
    .map(([key, members]) => ({
      key,
      name: members[0]?.agentId === key ? members[0].agentName : key,
      holds: members.length,
      totalMs: members.reduce((sum, { durationMs }) => sum + durationMs, 0),
    }))
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, 20)

/** The main process's part of the history, in memory. */
export class FakeHistory {
  holds: PastHold[]
  state: HistoryState = { state: 'writing', why: null, waiting: 0, lost: 0, deletionWaits: null }

  constructor(holds: PastHold[] = pastHolds(300)) {
    this.holds = holds
  }

  filtered({ from, to, agents, skills: chosenSkills, levels, search }: HistoryFilter): PastHold[] {
    return this.holds.filter(
      (hold) =>
        hold.startedAt >= (from ?? -Infinity) &&
        hold.startedAt < (to ?? Infinity) &&
        isAdmitted(agents, hold.agentId) &&
        isAdmitted(chosenSkills, hold.skill) &&
        isAdmitted(levels, hold.level) &&
        `${hold.agentName} ${hold.agentId} ${hold.skill} ${hold.callId}`.includes(search.trim()),
    )
  }

  page(filter: HistoryFilter, sort: HistorySort, offset: number, limit: number): HistoryPage {
    const at = this.filtered(filter)
    // They are ordered newest first.
    if (sort.by !== 'started' || !sort.descending) {
      const sign = sort.descending ? -1 : 1
      at.sort((a, b) => sign * compare[sort.by](a, b))
    }
    return { total: at.length, rows: at.slice(offset, offset + limit) }
  }

  charts(filter: HistoryFilter): HistoryCharts {
    const at = this.filtered(filter)
    const hours = Map.groupBy(at, ({ startedAt }) => new Date(startedAt).setMinutes(0, 0, 0))
    const calls = [...Map.groupBy(at, ({ callId }) => callId).values()].map((c) => c.length)
    const minutes = Map.groupBy(at, ({ startedAt }) => new Date(startedAt).setSeconds(0, 0))
    const summed = (groups: Map<number, PastHold[]>) =>
      [...groups]
        .map(([at, holds]) => ({
          at,
          holds: holds.length,
          longestMs: holds.reduce((most, { durationMs }) => Math.max(most, durationMs), 0),
        }))
        .sort((a, b) => a.at - b.at)
    return {
      hours: summed(hours).map(({ at: hour, ...rest }) => ({ hour, ...rest })),
      minutes: (hours.size === 1 ? summed(minutes) : []).map(({ at: minute, ...rest }) => ({
        minute,
        ...rest,
      })),
      durations: binEdges.map((fromMs, i) => {
        const toMs = binEdges[i + 1] ?? null
        const inside = (hold: PastHold) =>
          hold.durationMs >= fromMs && hold.durationMs < (toMs ?? Infinity)
        return { fromMs, toMs, holds: at.filter(inside).length }
      }),
      agents: grouped(at, ({ agentId }) => agentId),
      skills: grouped(at, ({ skill }) => skill),
      repeats: [1, 2, 3, 4, 5].map((n) => ({
        holds: n,
        calls: calls.filter((times) => (n < 5 ? times === n : times >= n)).length,
      })),
    }
  }

  today(now = Date.now()): TodayFigures {
    const since = new Date(now).setHours(0, 0, 0, 0)
    const lengths = this.holds
      .filter(({ startedAt }) => startedAt >= since)
      .map(({ durationMs }) => durationMs)
      .sort((a, b) => a - b)
    return {
      since,
      holds: lengths.length,
      overRed: lengths.filter((ms) => ms >= 120_000).length,
      longest:
        lengths.length === 0
          ? null
          : { durationMs: lengths.at(-1) ?? 0, doubtMs: 2_000, gap: false },
      medianMs: lengths[Math.floor(lengths.length / 2)] ?? null,
    }
  }

  /** For a fake bridge. */
  answers(): Answers {
    const ok = <T>(data: T) => ({ ok: true as const, data })
    return {
      'history.get_page': ({ filter, sort, offset, limit }) =>
        ok(this.page(filter, sort, offset, limit)),
      'history.get_facets': () =>
        ok({
          agents: [...new Map(this.holds.map((h) => [h.agentId, h.agentName]))].map(
            ([agentId, name]) => ({ agentId, name }),
          ),
          skills: [...new Set(this.holds.map(({ skill }) => skill))],
          earliest: this.holds.at(-1)?.startedAt ?? null,
        }),
      'history.get_charts': ({ filter }) => ok(this.charts(filter)),
      'history.get_today': () => ok(this.today()),
      'history.get_state': () => ok(this.state),
      'history.export': ({ filter }) =>
        ok({
          state: 'running',
          file: 'holds.csv',
          done: 0,
          total: this.filtered(filter).length,
        }),
      'history.cancel_export': () => ok(null),
    }
  }
}
