import type {
  BoardSnapshot,
  HeldCall,
  Level,
  PreferenceTable,
  PreferenceValues,
  WatchedAgent,
} from '../../src-shared/contract/index.ts'
import { standardPreferences } from '../../src-shared/contract/index.ts'

/** A generated board for the benchmark, as the main process would send it: the same for the same numbers. */
export const now = 10_000_000
export const limits = standardPreferences.limits

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
  'Maximiliane von Hohenstein-Wartenberg',
  '欧阳明月',
]
const skills = ['billing', 'voice', 'retention', 'tech level 2', '售后服务热线', '']
const callFeatures = [0, 0, 0, 7, 51, null]

export const levelAt = (ageMs: number): Level =>
  ageMs >= limits.criticalMs
    ? 'critical'
    : ageMs >= limits.redMs
      ? 'red'
      : ageMs >= limits.amberMs
        ? 'amber'
        : 'normal'

const origin = 'https://cc-gateway.example:8043'
const watch: BoardSnapshot['watch'] = {
  state: 'watching',
  reason: null,
  retcode: null,
  since: 0,
  nextTryAt: null,
  atRisk: null,
}

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

/** Every fifth row has a remark. */
export const heldCall = (index: number, agentId: string): HeldCall => {
  const ageMs = 4_000 + ((index * 7_919) % 400) * 1_000
  return {
    holdId: `h${index}`,
    agentId,
    callId: `1760000${String(100 + index)}-${index}`,
    customer: `•••• ${String(1_000 + ((index * 37) % 9_000))}`,
    skill: pick(skills, index),
    callFeature: pick(callFeatures, index),
    startedAt: now - ageMs,
    notBefore: index % 5 === 1 ? null : now - ageMs - (index % 15) * 1_000,
    gap: index % 10 === 2,
    lastSeenAt: now - 14_000,
    stale: index % 10 === 3,
    level: levelAt(ageMs),
    halfway: ageMs >= limits.amberMs / 2,
    holdNumber: index % 5 === 4 ? 3 : 1,
    earlierMs: index % 5 === 4 ? 208_000 : 0,
    notedAt: null,
    sources: [origin],
    attention:
      index % 10 === 5
        ? { kind: 'acknowledged', at: now - 5_000, until: null }
        : index % 10 === 6
          ? { kind: 'snoozed', at: now - 5_000, until: now + 170_000 }
          : null,
  }
}

const watchedAgent = (index: number, held: number): WatchedAgent => {
  const unseen = index % 50 === 7
  return {
    agentId: String(10_400 + index),
    // As many different names as on a real floor.
    name: index % 9 === 8 ? '' : `${pick(names, index)} ${1 + Math.floor(index / names.length)}`,
    team: pick(['Billing', 'Sales', ''], index),
    state: unseen
      ? 'unseen'
      : held > 0
        ? 'holding'
        : pick(['talking', 'talking', 'idle', 'rest'], index),
    reason: unseen ? pick(['not-visible', 'timeout'], index) : null,
    retcode: null,
    since: now - 1_000 * (index + 3),
    sinceAtLeast: index % 3 === 0,
    failures: unseen ? 3 : 0,
    nextTryAt: unseen ? now + 8_000 : null,
    held,
    sources: [origin],
  }
}

export const boardOf = (agents: number, calls: number): BoardSnapshot => {
  const held = Array.from({ length: calls }, (_, i) => heldCall(i, String(10_400 + (i % agents))))
  const perAgent = Map.groupBy(held, ({ agentId }) => agentId)
  return {
    seq: 1,
    now,
    origin,
    way: 'inspector',
    simulated: false,
    limits,
    skillLimits: {},
    alerts: { snoozedUntil: null, isQuiet: false },
    watch,
    sources: [{ origin, name: '', way: 'inspector', watch }],
    lastAnswerAt: now - 400,
    calls: held,
    agents: Array.from({ length: agents }, (_, i) =>
      watchedAgent(i, perAgent.get(String(10_400 + i))?.length ?? 0),
    ),
  }
}

export const preferencesWith = (changes: Partial<PreferenceValues> = {}): PreferenceTable =>
  Object.fromEntries(
    Object.entries({ ...standardPreferences, ...changes }).map(([key, value]) => [
      key,
      { value, standard: value, isSupported: true, limit: null, isLocked: false },
    ]),
  ) as PreferenceTable
