import { afterEach, beforeEach, vi } from 'vitest'
import type { BoardPatch, BoardSnapshot } from '../../src-shared/contract/index.ts'
import MainFrame from '../shell/MainFrame.vue'
import { usePreferences } from '../state/preferences.ts'
import { boardNow, snapshot } from './boardData.ts'
import { type Answers, FakeBridge, ok } from './fakeBridge.ts'
import { render, settle } from './mount.ts'
import { preferenceTable } from './preferencesData.ts'

export interface BoardPage {
  page: ReturnType<typeof render>
  bridge: FakeBridge
  /** The next patch, as the main process sends it. */
  patch(over: Partial<BoardPatch>): Promise<void>
  /** Lets time pass while the main process sends patches, so that the board stays current. */
  pass(seconds: number): Promise<void>
  press(key: string, init?: KeyboardEventInit): Promise<void>
}

/** For a test file: fake timers, and the page unmounted after each test. */
export const useBoardPage = () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  return async (
    over: Partial<BoardSnapshot> = {},
    preferences: Parameters<typeof preferenceTable>[0] = {},
    answers: Answers = {},
  ): Promise<BoardPage> => {
    const bridge = new FakeBridge({
      'board.get_snapshot': () => ok(snapshot(over)),
      'preferences.get': () => ok(preferenceTable(preferences)),
      ...answers,
    }).install()
    const page = render(MainFrame)
    usePreferences().start()
    await settle()
    await vi.advanceTimersByTimeAsync(0)

    let seq = snapshot().seq
    let now = boardNow
    const patch = async (change: Partial<BoardPatch>): Promise<void> => {
      seq += 1
      bridge.send('board.patch', { seq, now, lastAnswerAt: now, ...change })
      await settle()
    }
    return {
      page,
      bridge,
      patch,
      pass: async (seconds) => {
        for (let i = 0; i < seconds; i += 1) {
          await vi.advanceTimersByTimeAsync(1_000)
          now += 1_000
          await patch({})
        }
        // The clock ticks within a second of a change.
        await vi.advanceTimersByTimeAsync(1_000)
        now += 1_000
      },
      press: async (key, init) => {
        const target = document.activeElement ?? document.body
        const event = { key, bubbles: true, cancelable: true, ...init }
        target.dispatchEvent(new KeyboardEvent('keydown', event))
        await settle()
      },
    }
  }
}
