import type { Level } from '../../src-shared/contract/index.ts'
import { standardPreferences } from '../../src-shared/contract/index.ts'
import { HandClock, holdAt, openHistory, type TestHistory } from '../../src-main/history/fakes.ts'
import type { SeenCall } from '../../src-main/monitor/observation.ts'
import { customerNumber, mask } from '../../src-main/monitor/customer.ts'
import type { Accounts, Simulator } from '../../src-main/simulator/index.ts'
import { centerNumber, customerNumber as inventNumber } from '../../src-main/simulator/names.ts'
import { createRandom, type Random } from '../../src-main/simulator/random.ts'
import type { Vault } from '../../src-main/settings/secrets.ts'
import { keyringKey, seal, unseal } from '../browser-shell/electron/keyring.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const usualSkills: [string, ...string[]] = [
  'billing',
  'billing',
  'voice',
  'voice',
  'retention',
  'tech level 2',
]
/** Open holds count as observed for this long, because the app takes a moment to start. */
const seenAheadMs = 4_000

/** A call that is on hold when the app starts. */
export interface OpenCall {
  agentId: string
  call: SeenCall
  heldMs: number
  holdNumber?: number
  earlierMs?: number
  doubtMs?: null
  gap?: boolean
}

/** Writes the history that the app would have stored about past days and open holds. */
export async function writeHistory(
  folder: string,
  { gateway, open, days }: { gateway: Simulator; open: readonly OpenCall[]; days: number | null },
): Promise<void> {
  const now = Date.now()
  const clock = new HandClock(now - ((days ?? 0) + 1) * dayMs)
  const record = await openHistory(folder, {
    clock,
    vault: keyring(folder),
    customerOf(call) {
      const number = customerNumber(call)
      return { number, masked: mask(number) }
    },
  })
  const { history } = record
  history.restore([gateway.origin])
  history.recordOpen([], gateway.accounts.agents)
  const random = createRandom(7)
  let earlier: Earlier | null = null
  for (const startedAt of days === null ? [] : beginnings(random, now, days)) {
    clock.pass(startedAt - clock.wall())
    earlier = writePast(record, random, gateway.accounts, earlier)
  }
  clock.pass(now - clock.wall())
  for (const call of open) writeOpen(record, call)
  await history.close()
}

/** The browser shell's key ring, for use outside the app. */
function keyring(folder: string): Vault {
  const key = keyringKey(folder)
  return {
    isProtected: async () => true,
    encrypt: async (text) => seal(text, 'v11', key).toString('base64'),
    decrypt: async (base64) => unseal(Buffer.from(base64, 'base64'), 'v11', key),
  }
}

/** Holds in each hour of a working day, from eight to eight. */
const holdsByHour = [6, 15, 24, 21, 12, 14, 22, 19, 16, 11, 7, 4]

/** The starts of holds, epoch ms, in order; none in the last few minutes. */
function beginnings(random: Random, now: number, days: number): number[] {
  const all: number[] = []
  for (let day = days; day >= 0; day -= 1) {
    const date = new Date(now - day * dayMs)
    const isWeekend = [0, 6].includes(date.getDay())
    for (const [index, usual] of holdsByHour.entries()) {
      const hour = new Date(date.getFullYear(), date.getMonth(), date.getDate(), 8 + index)
      const holds = Math.round(usual * (isWeekend ? 0.6 : 1) * random.between(0.7, 1.3))
      for (let i = 0; i < holds; i += 1) all.push(hour.getTime() + random.whole(0, hourMs - 1))
    }
  }
  return all.filter((at) => at < now - 15 * 60_000).sort((a, b) => a - b)
}

/** A random duration, ms: most are under a minute or so, a few much longer. */
function heldFor(random: Random): number {
  const spread = Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  return Math.round(Math.min(754_000, Math.max(2_000, 38_000 * Math.exp(1.05 * spread))))
}

/** A call that may be put on hold again. */
interface Earlier {
  agentId: string
  call: SeenCall
  holds: number
  totalMs: number
}

/** Writes a past hold; returns its call if it may be put on hold again. */
function writePast(
  { history, clock }: TestHistory,
  random: Random,
  { agents, inspector }: Accounts,
  earlier: Earlier | null,
): Earlier | null {
  const now = clock.now()
  const heldMs = heldFor(random)
  const [agent = inspector] = agents.slice(Math.floor(agents.length * random.unit() ** 1.4))
  const { agentId, call, holds, totalMs } = earlier ?? {
    agentId: agent.agentId,
    call: inventCall(random, clock.wall()),
    holds: 0,
    totalMs: 0,
  }
  const hold = holdAt(now, {
    agentId,
    call,
    holdNumber: holds + 1,
    earlierMs: totalMs,
    notBefore: random.chance(0.04) ? null : now - 900,
    gap: random.chance(0.03),
  })
  history.recordStarts([hold])
  const reached = levelsUpTo(heldMs)
  for (const level of reached) history.recordLevel(hold.holdId, level)
  if (reached.includes('red') && random.chance(0.7)) {
    const kind = random.chance(0.8) ? 'acknowledged' : 'snoozed'
    const waited = standardPreferences.limits.redMs + random.whole(3_000, 40_000)
    history.recordHandling(hold.holdId, {
      kind,
      at: now + Math.min(heldMs, waited),
      by: inspector.agentId,
    })
  }
  const lastSeenAt = now + heldMs
  history.recordEnds([{ ...hold, lastSeenAt, endedBy: lastSeenAt + 900 }])
  const isAgain = random.chance(0.15)
  return isAgain ? { agentId, call, holds: holds + 1, totalMs: totalMs + heldMs } : null
}

function inventCall(random: Random, wall: number): SeenCall {
  const callFeature = random.pick([0, 0, 0, 0, 0, 0, 7, 51])
  const number = inventNumber(random)
  return {
    callId: `${Math.floor(wall / 1_000)}-${random.whole(201, 999)}`,
    callFeature,
    caller: callFeature === 7 ? centerNumber : number,
    called: callFeature === 7 ? number : centerNumber,
    skill: random.pick(usualSkills),
  }
}

function writeOpen({ history, clock }: TestHistory, wish: OpenCall): void {
  const now = clock.now()
  const firstSeenAt = now - wish.heldMs
  const hold = holdAt(now, {
    agentId: wish.agentId,
    call: wish.call,
    holdNumber: wish.holdNumber ?? 1,
    earlierMs: wish.earlierMs ?? 0,
    notBefore: wish.doubtMs === null ? null : firstSeenAt - 1_000,
    firstSeenAt,
    lastSeenAt: now + seenAheadMs,
    gap: wish.gap ?? false,
  })
  history.recordStarts([hold])
  for (const level of levelsUpTo(wish.heldMs)) history.recordLevel(hold.holdId, level)
}

function levelsUpTo(heldMs: number): Level[] {
  const { amberMs, redMs, criticalMs } = standardPreferences.limits
  const limits: [Level, number][] = [
    ['amber', amberMs],
    ['red', redMs],
    ['critical', criticalMs],
  ]
  return limits.flatMap(([level, limit]) => (heldMs >= limit ? [level] : []))
}
