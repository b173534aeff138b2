import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { play } from './sounds.ts'

/** The part of WebAudio that a tone needs; every tone ends at once. */
class FakeContext {
  static made: FakeContext[] = []
  readonly currentTime = 0
  readonly destination = {}
  readonly tones: { pitch: number; start: number; stop: number }[] = []
  readonly peaks: number[] = []
  closed = 0

  constructor() {
    FakeContext.made.push(this)
  }
  createGain() {
    return {
      gain: {
        setValueAtTime: () => undefined,
        linearRampToValueAtTime: (peak: number) => this.peaks.push(peak),
        exponentialRampToValueAtTime: () => undefined,
      },
      connect: (next: unknown) => next,
    }
  }
  createOscillator() {
    const tone = { pitch: 0, start: 0, stop: 0 }
    this.tones.push(tone)
    const oscillator = {
      type: '',
      frequency: {
        set value(pitch: number) {
          tone.pitch = pitch
        },
      },
      onended: () => undefined,
      connect: (next: unknown) => next,
      start: (at: number) => (tone.start = at),
      stop: (at: number) => {
        tone.stop = at
        queueMicrotask(() => oscillator.onended())
      },
    }
    return oscillator
  }
  close() {
    this.closed += 1
    return Promise.resolve()
  }
}

beforeEach(() => {
  FakeContext.made = []
  vi.stubGlobal('AudioContext', FakeContext)
})
afterEach(() => void vi.unstubAllGlobals())

describe('a sound', () => {
  it.each([
    ['soft', 1],
    ['double', 2],
    ['urgent', 3],
    ['no-data', 4],
  ] as const)('that is %s has notes of its own: %i', async (sound, notes) => {
    await play(sound, 60)
    const [context] = FakeContext.made
    expect(context?.tones).toHaveLength(notes)
    const starts = context?.tones.map(({ start }) => start) ?? []
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b))
  })

  it.each(['urgent', 'no-data'] as const)(
    'is short, and lets go of the device: %s',
    async (sound) => {
      await play(sound, 100)
      const [context] = FakeContext.made
      expect(Math.max(...(context?.tones.map(({ stop }) => stop) ?? []))).toBeLessThan(1)
      expect(context?.closed).toBe(1)
    },
  )

  it('has the requested volume', async () => {
    await play('soft', 50)
    await play('soft', 100)
    const [half = 0, full = 0] = FakeContext.made.flatMap(({ peaks }) => peaks)
    expect(half).toBeCloseTo(full / 4)
    expect(full).toBeLessThanOrEqual(0.5)
  })

  it.each([
    ['none', 60],
    ['urgent', 0],
  ] as const)('of %s at %i percent touches no audio device', async (sound, volume) => {
    await play(sound, volume)
    expect(FakeContext.made).toHaveLength(0)
  })
})
