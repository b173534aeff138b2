import { setTimeout as delay } from 'node:timers/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Words } from './text/words.ts'

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
  /** Monotonic ms. */
  now: () => number
}

export interface Quitting {
  /** Signs out and quits without a question. */
  quitNow(): void
  /** Whoever quits within so many ms is not asked. */
  askNothingFor(ms: number): void
}

/**
 * Quits only after what was signed in is signed out; a gateway that is gone holds nobody up. Where a
 * call may be lost by it, the supervisor is asked first.
 */
export function followQuitting(options: QuittingOptions): Quitting {
  let stage: 'running' | 'asking' | 'closing' | 'over' = 'running'
  let asksAgainAt = -Infinity

  const isAsking = () => stage === 'asking'

  app.on('before-quit', (event) => {
    if (stage === 'over') return
    event.preventDefault()
    if (options.now() < asksAgainAt) quitNow()
    else if (stage === 'running') void ask()
  })

  async function ask(): Promise<void> {
    stage = 'asking'
    const isWanted = await mayQuit(options).catch(() => true)
    // The session may have ended while the question stood open.
    if (!isAsking()) return
    if (isWanted) await leave()
    else stage = 'running'
  }

  async function leave(): Promise<void> {
    stage = 'closing'
    options.onDecided()
    await Promise.race([options.close(), delay(options.withinMs())])
    stage = 'over'
    app.quit()
  }

  function quitNow(): void {
    if (stage === 'running' || stage === 'asking') void leave()
  }

  return {
    quitNow,
    askNothingFor(ms) {
      asksAgainAt = options.now() + ms
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
