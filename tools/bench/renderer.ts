/**
 * `npm run bench:renderer [-- FOLDER]`: the main-thread time of the page for the board, with 200 held calls of 500 and
 * of 3,000 agents, in real Chromium on the built renderer. A script in the page simulates the main process. Exits with 1
 * if a patch or a tick exceeds its limit, or a hidden page does any work.
 */
import { chromium } from '@playwright/test'
import type {
  BoardPatch,
  BoardSnapshot,
  HeldCall,
  WatchedAgent,
} from '../../src-shared/contract/index.ts'
import { chromiumOptions } from '../../e2e/fixtures/chromium.ts'
import { holdTheClock, type HeldClock } from './heldClock.ts'
import { openRenderer } from './rendererPage.ts'
import { boardOf, heldCall, now, preferencesWith } from './rendererScene.ts'
import { taskTimes, traceCategories } from './trace.ts'

const folder = process.argv[2] ?? 'out/renderer'
const calls = 200
const rounds = 220
const warmUp = 20
const allowedMs = 4
const hiddenForMs = 5_000

const nextLevel = { normal: 'amber', amber: 'red', red: 'critical', critical: 'normal' } as const

/** Ten rows of a busy second: five cross a limit, one is acknowledged, two end, and two begin with other agents. */
function patchOf(board: BoardSnapshot, round: number): BoardPatch {
  const at = now + (round + 1) * 1_000
  const places = Array.from({ length: 8 }, (_, i) => (round * 8 + i) % calls)
  const before = places.flatMap((place) => board.calls[place] ?? [])
  const ended = before.slice(6)
  const agents = ended.flatMap(({ agentId }) => [
    changeAgent(board, (agent) => agent.agentId === agentId, {
      state: 'talking',
      held: 0,
      since: at,
    }),
    changeAgent(board, isFree, { state: 'holding', held: 1, since: at }),
  ])
  const holding = agents.filter(({ held }) => held > 0)
  const put = before.map((call, i): HeldCall => {
    if (i < 5) return { ...call, level: nextLevel[call.level], attention: null }
    if (i < 6) return { ...call, attention: { kind: 'acknowledged', at, until: null } }
    return {
      ...heldCall(i, holding[i - 6]?.agentId ?? ''),
      holdId: `${call.holdId.split('-')[0]}-${round}`,
      startedAt: at - 1_000,
      level: 'normal',
      halfway: false,
      attention: null,
      notedAt: null,
    }
  })
  put.forEach((call, i) => (board.calls[places[i] ?? 0] = call))
  return {
    seq: board.seq + round + 1,
    now: at,
    lastAnswerAt: at - 200,
    calls: { put, gone: ended.map(({ holdId }) => holdId) },
    agents: { put: agents, gone: [] },
  }
}

const isFree = ({ state, held }: WatchedAgent): boolean => state === 'talking' && held === 0

/** Changes the first such agent of the board, who is then the last. */
function changeAgent(
  { agents }: BoardSnapshot,
  isMeant: (agent: WatchedAgent) => boolean,
  change: Partial<WatchedAgent>,
): WatchedAgent {
  const [agent] = agents.splice(agents.findIndex(isMeant), 1)
  if (agent === undefined) throw new Error('no such agent')
  const changed = { ...agent, ...change }
  agents.push(changed)
  return changed
}

const percentile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN
const line = (name: string, values: number[]): string =>
  `${name}: p50 ${percentile(values, 0.5).toFixed(2)} ms, p95 ${percentile(values, 0.95).toFixed(2)} ms, longest ${Math.max(...values).toFixed(2)} ms, n ${values.length}`
/** Measures one board; returns whether it is within the limits. */
async function measure(agents: number): Promise<boolean> {
  const board = boardOf(agents, calls)
  const browser = await chromium.launch(await chromiumOptions())
  const page = await openRenderer(
    browser,
    folder,
    {
      board: structuredClone(board),
      preferences: preferencesWith({ hintDismissed: true }),
      today: {
        since: Date.now(),
        holds: 47,
        overRed: 6,
        longest: { durationMs: 842_000, doubtMs: 1_000, gap: false },
        medianMs: 52_000,
      },
    },
    { viewport: { width: 1920, height: 1080 } },
    holdTheClock,
  )
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page
    .locator('tr[data-call-id]')
    .nth(calls - 1)
    .waitFor()
  await page.evaluate(
    (patches) => Object.assign(window, { patches }),
    Array.from({ length: rounds }, (_, round) => patchOf(board, round)),
  )

  const kinds = ['nothing', 'tick', 'patch'] as const
  await browser.startTracing(page, { categories: traceCategories })
  for (let round = 0; round < rounds; round += 1) {
    for (const what of kinds) {
      await page.evaluate(
        ([name, index]) => (Reflect.get(window, 'clock') as HeldClock).run(name, index),
        [what, round] as const,
      )
    }
  }
  const trace = await browser.stopTracing()
  const [nothing, tick, patch] = kinds.map((what) =>
    taskTimes(trace, `bench ${what}`).slice(warmUp),
  ) as [number[], number[], number[]]
  const rows = await page.locator('tr[data-call-id]').count()
  const ticked = await page.evaluate(() => (Reflect.get(window, 'clock') as HeldClock).ticks)

  const hidden = await page.evaluate(
    (ms) => (Reflect.get(window, 'clock') as HeldClock).hide(ms),
    hiddenForMs,
  )
  await browser.close()

  console.log(`agents ${agents}, held calls ${rows}, ticks ${ticked}`)
  console.log(line('a patch of ten rows', patch))
  console.log(line('a tick of all clocks', tick))
  console.log(line('measuring itself', nothing))
  console.log(
    `hidden for ${hiddenForMs / 1_000} s: ${hidden.ran} callbacks ran, ${hidden.pending} timers wait`,
  )
  for (const error of errors.slice(0, 5)) console.log(`error: ${error}`)
  const tooSlow = [patch, tick].some((values) => percentile(values, 0.95) > allowedMs)
  const wrong = hidden.ran > 0 || hidden.pending > 0 || ticked < rounds || errors.length > 0
  return !tooSlow && !wrong
}

const results = [await measure(500), await measure(3_000)]
process.exitCode = results.every(Boolean) ? 0 : 1
