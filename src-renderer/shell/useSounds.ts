import { onScopeDispose } from 'vue'
import { listen } from '../bridge.ts'
import { play } from '../ui/sounds.ts'

/** Plays the sounds that the main process requests; the main process decides when, and when to be silent. */
export const useSounds = (): void => {
  onScopeDispose(listen('alert.sound', ({ sound, volume }) => void play(sound, volume)))
}
