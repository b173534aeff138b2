import { setTimeout as delay } from 'node:timers/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Words } from './text/words.ts'

export interface QuittingOptions {
  /** The parent window of the question. */
  window: () => BrowserWindow | null
  words: () => Pick<Words, 'quitTitle' | 'quitQuestion' | 'quitAnyway' | 'stay'>
  /** Agents whom the app has signed in: one who is in a call cannot be signed out (gateway protocol §2.5). */
  signedIn: () => number
  /** Signs out and closes all resources; never rejects. */
  close: () => Promise<void>
  /** Maximum time for that, ms. */
  withinMs: () => number
  /** Ends the app once the supervisor has quit it and everything is closed; not called when the session ends. */
  onQuit: () => Promise<void>
  /** Quitting is decided: from now on closing the window closes it. */
  onDecided: () => void
  /** Monotonic ms. */
  now: () => number
}

export interface Quitting {
  /** Signs out and quits without a question. */
  quitNow(): void
  /** Asks as for any quit, then signs out and calls this, which ends the app. */
  quitTo(end: () => Promise<void>): void
  /** No question is asked when quitting within this many ms. */
  askNothingFor(ms: number): void
}

/**
 * Quits only after all sessions are signed out; an unavailable gateway does not delay that. If a call may be lost, the
 * supervisor is asked first.
 */
export function followQuitting(options: QuittingOptions): Quitting {
  let stage: 'running' | 'asking' | 'closing' | 'over' = 'running'
  let asksAgainAt = -Infinity

  const isAsking = () => stage === 'asking'

  app.on('before-quit', (event) => {
    if (stage === 'over') return
    event.preventDefault()
    if (options.now() < asksAgainAt) quitNow()
    else quitTo(options.onQuit)
  })

  function quitTo(end: () => Promise<void>): void {
    if (stage === 'running') void ask(end)
  }

  async function ask(end: () => Promise<void>): Promise<void> {
    stage = 'asking'
    const isWanted = await mayQuit(options).catch(() => true)
    // The session may have ended while the question was open.
    if (!isAsking()) return
    if (isWanted) await leave(end)
    else stage = 'running'
  }

  async function leave(end: () => Promise<void>): Promise<void> {
    stage = 'closing'
    options.onDecided()
    await Promise.race([options.close(), delay(options.withinMs())])
    stage = 'over'
    await end()
  }

  function quitNow(): void {
    if (stage === 'running' || stage === 'asking') void leave(quitApp)
  }

  return {
    quitNow,
    quitTo,
    askNothingFor(ms) {
      asksAgainAt = options.now() + ms
    },
  }
}

/** The app has nothing else to do. */
const quitApp = (): Promise<void> => {
  app.quit()
  return Promise.resolve()
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
