import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type {
  Envelope,
  Route,
  SetupDraft,
  SetupView,
  SignedIn,
} from '../../src-shared/contract/index.ts'
import { emptyDraft } from '../../src-shared/emptyDraft.ts'
import { listen, request } from '../bridge.ts'
import { useRemote } from './useRemote.ts'

const saveAfterMs = 400

/** Where the supervisor is. Main owns the place; what is being typed is owned here. */
export const useSetup = defineStore('setup', () => {
  const {
    data: view,
    failure,
    takeFrom,
    load,
    start,
  } = useRemote<SetupView>({
    read: () => request('setup.get', null),
    follow: (take) => listen('setup.changed', take),
  })
  const draft = reactive<SetupDraft>({ ...emptyDraft })
  /** What the last sign-in said, for the remarks of the next step. */
  const signedIn = shallowRef<SignedIn | null>(null)
  const saveFailed = ref(false)
  /** Whether there is a board to go back to: the main process only provides one while it watches. */
  const watching = computed(() => view.value?.route === 'board' || view.value?.isWatching === true)

  let saved = JSON.stringify(draft)
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving = 0

  const typed = (): boolean => JSON.stringify(draft) !== saved || saving > 0

  const takeDraft = (next: SetupView | null): void => {
    // A draft from main must not overwrite what was typed while it was under way.
    if (next === null || typed()) return
    saved = JSON.stringify({ ...emptyDraft, ...next.draft })
    Object.assign(draft, next.draft)
  }
  watch(view, takeDraft, { flush: 'sync' })

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

  const goTo = async (route: Route): Promise<Envelope<SetupView>> => {
    await flush()
    return takeFrom(await request('setup.go_to', { route }))
  }

  const startSimulator = async (): Promise<Envelope<SetupView>> =>
    takeFrom(await request('setup.start_simulator', null))

  const acceptCertificate = async (origin: string, sha256: string): Promise<Envelope<SetupView>> =>
    takeFrom(await request('trust.accept', { origin, sha256 }))

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
