import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type {
  AppError,
  Envelope,
  Route,
  SetupDraft,
  SetupView,
  SignedIn,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'

const saveAfterMs = 400

const emptyDraft = (): SetupDraft => ({
  address: '',
  way: 'inspector',
  credential: 'guid',
  inspectorId: '',
  phone: '',
  withoutLicence: false,
  agents: '',
})

/** The supervisor's progress. The main process owns the step; the input is owned here. */
export const useSetup = defineStore('setup', () => {
  const view = shallowRef<SetupView | null>(null)
  const draft = reactive<SetupDraft>(emptyDraft())
  const failure = shallowRef<AppError | null>(null)
  /** The result of the last sign-in, for the remarks of the next step. */
  const signedIn = shallowRef<SignedIn | null>(null)
  const saveFailed = ref(false)
  /** Whether there is a board to go back to: the main process only provides one while it watches. */
  const watching = computed(() => view.value?.route === 'board' || view.value?.isWatching === true)

  let saved = JSON.stringify(draft)
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving = 0

  const typed = (): boolean => JSON.stringify(draft) !== saved || saving > 0

  const take = (next: SetupView): void => {
    view.value = next
    // A draft of the main process must not overwrite input entered while it was in flight.
    if (typed()) return
    saved = JSON.stringify({ ...emptyDraft(), ...next.draft })
    Object.assign(draft, next.draft)
  }

  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    const now = JSON.stringify(draft)
    if (now === saved) return
    saved = now
    saving += 1
    const answer = await request('setup.save_draft', JSON.parse(now) as SetupDraft)
    saving -= 1
    saveFailed.value = !answer.ok
  }

  watch(draft, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), saveAfterMs)
  })

  const answered = (answer: Envelope<SetupView>): Envelope<SetupView> => {
    if (answer.ok) take(answer.data)
    return answer
  }

  const start = async (): Promise<void> => {
    listen('setup.changed', take)
    await load()
  }

  const load = async (): Promise<void> => {
    failure.value = null
    const answer = answered(await request('setup.get', null))
    if (!answer.ok) failure.value = answer.error
  }

  const goTo = async (route: Route): Promise<Envelope<SetupView>> => {
    await flush()
    return answered(await request('setup.go_to', { route }))
  }

  const startSimulator = async (): Promise<Envelope<SetupView>> =>
    answered(await request('setup.start_simulator', null))

  const acceptCertificate = async (origin: string, sha256: string): Promise<Envelope<SetupView>> =>
    answered(await request('trust.accept', { origin, sha256 }))

  return {
    view,
    draft,
    failure,
    signedIn,
    saveFailed,
    watching,
    start,
    load,
    flush,
    goTo,
    startSimulator,
    acceptCertificate,
  }
})
