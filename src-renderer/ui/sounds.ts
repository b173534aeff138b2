import type { PlayedSound } from '../../src-shared/contract/index.ts'

/** A note: frequency in Hz, and its start, s. */
type Note = readonly [pitch: number, at: number]

/** Distinguished by the number of notes, not by their volume. */
const notes: Record<Exclude<PlayedSound, 'none'>, readonly Note[]> = {
  soft: [[659, 0]],
  double: [
    [659, 0],
    [880, 0.16],
  ],
  urgent: [
    [880, 0],
    [698, 0.14],
    [880, 0.28],
  ],
  'no-data': [
    [784, 0],
    [659, 0.16],
    [523, 0.32],
    [392, 0.48],
  ],
}
const attack = 0.012
const ring = 0.38

/** Loudness is perceived as a ratio, so the gain is the square of the volume. */
const loudest = 0.35
const gainOf = (volume: number): number => loudest * (volume / 100) ** 2

/** Plays a sound at a volume in percent; the audio device is released at its end. */
export const play = async (sound: PlayedSound, volume: number): Promise<void> => {
  if (sound === 'none' || volume <= 0) return
  const context = new AudioContext()
  const chord = notes[sound]
  const begin = context.currentTime + 0.03
  const peak = gainOf(volume)
  const ended = chord.map(([pitch, at]) => {
    const start = begin + at
    const envelope = context.createGain()
    envelope.gain.setValueAtTime(0, start)
    envelope.gain.linearRampToValueAtTime(peak, start + attack)
    envelope.gain.exponentialRampToValueAtTime(peak / 1000, start + ring)
    const tone = context.createOscillator()
    tone.type = 'sine'
    tone.frequency.value = pitch
    tone.connect(envelope).connect(context.destination)
    tone.start(start)
    tone.stop(start + ring)
    return new Promise<void>((resolve) => {
      tone.onended = () => {
        resolve()
      }
    })
  })
  await Promise.all(ended)
  await context.close()
}
