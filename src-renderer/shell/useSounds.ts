import { onScopeDispose } from 'vue'
import { listen } from '../bridge.ts'
import { play } from '../ui/sounds.ts'

/** Plays what main asks for; main decides when, and keeps quiet when it is to be quiet. */
export const useSounds = (): void => {
  onScopeDispose(listen('alert.sound', ({ sound, volume }) => void play(sound, volume)))
}
