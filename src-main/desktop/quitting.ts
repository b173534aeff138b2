import { setTimeout as delay } from 'node:timers/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Words } from './words.ts'

export interface QuittingOptions {
  /** Which the question belongs to. */
  window: () => BrowserWindow | null
  words: () => Pick<Words, 'quitTitle' | 'quitQuestion' | 'quitAnyway' | 'stay'>
  /** Agents whom the app has signed in: one who is in a call cannot be signed out (gateway protocol §2.5). */
  signedIn: () => number
  /** Signs out and closes what is open; never rejects. */
  close: () => Promise<void>
  /** How long that may take, ms. */
  withinMs: () => number
  /** It is decided: from now on closing the window closes it. */
  onDecided: () => void
}

/**
 * Quits only after what was signed in is signed out; a gateway that is gone holds nobody up. Where a call may be lost
 * by it, the supervisor is asked first. Answers what to do when the system itself shuts down: nothing is asked then.
 */
export function followQuitting(options: QuittingOptions): { shutDown: () => void } {
  let stage: 'running' | 'asking' | 'closing' | 'over' = 'running'

  const isOver = () => stage === 'over'

  app.on('before-quit', (event) => {
    if (stage === 'over') return
    event.preventDefault()
    if (stage === 'running') void quit()
  })

  async function quit(): Promise<void> {
    stage = 'asking'
    const isWanted = await mayQuit(options).catch(() => true)
    // The system may have gone down while the question stood open.
    if (isOver()) return
    if (!isWanted) {
      stage = 'running'
      return
    }
    stage = 'closing'
    options.onDecided()
    await Promise.race([options.close(), delay(options.withinMs())])
    stage = 'over'
    app.quit()
  }

  return {
    shutDown() {
      // Held up, the system would give its shutdown up: what can be said to the gateway is said.
      stage = 'over'
      void options.close()
    },
  }
}

async function mayQuit({ signedIn, words, window }: QuittingOptions): Promise<boolean> {
  const agents = signedIn()
  if (agents === 0) return true
  const { quitTitle, quitQuestion, quitAnyway, stay } = words()
  const question = {
    type: 'warning' as const,
    title: 'Holdwatch',
    message: quitTitle,
    detail: quitQuestion(agents),
    buttons: [quitAnyway, stay],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const owner = window()
  const { response } = await (owner === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(owner, question))
  return response === 0
}
