import { expect, it, vi } from 'vitest'
import { followQuitting } from './quitting.ts'

const desktop = vi.hoisted(() => ({
  beforeQuit: (_event: { preventDefault: () => void }) => {},
  answer: (_answer: { response: number }) => {},
  quits: 0,
}))
vi.mock('electron', () => ({
  app: {
    on: (_name: string, listener: typeof desktop.beforeQuit) => (desktop.beforeQuit = listener),
    quit: () => (desktop.quits += 1),
  },
  dialog: {
    showMessageBox: () =>
      new Promise((resolve: typeof desktop.answer) => (desktop.answer = resolve)),
  },
}))

function start() {
  let closed = 0
  const decided = vi.fn()
  const quitting = followQuitting({
    window: () => null,
    words: () => ({ quitTitle: '', quitQuestion: () => '', quitAnyway: '', stay: '' }),
    signedIn: () => 1,
    close: () => Promise.resolve(void (closed += 1)),
    withinMs: () => 0,
    onDecided: decided,
  })
  /** Whether the app is held back from quitting. */
  const quit = () => {
    const preventDefault = vi.fn()
    desktop.beforeQuit({ preventDefault })
    return preventDefault.mock.calls.length > 0
  }
  return { quitting, quit, decided, closed: () => closed }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

it.each([0, 1])(
  'a question that stands open at shutdown holds nothing up (answer %s)',
  async (response) => {
    const { quitting, quit, decided, closed } = start()
    expect(quit()).toBe(true)
    quitting.shutDown()
    desktop.answer({ response })
    await settle()
    expect(quit()).toBe(false)
    expect(closed()).toBe(1)
    expect(decided).not.toHaveBeenCalled()
  },
)

it('stays where the supervisor says so, and asks again the next time', async () => {
  const { quit, decided, closed } = start()
  quit()
  desktop.answer({ response: 1 })
  await settle()
  expect(quit()).toBe(true)
  expect(closed()).toBe(0)
  desktop.answer({ response: 0 })
  await vi.waitFor(() => expect(decided).toHaveBeenCalled())
  expect(closed()).toBe(1)
})
