import { expect, it, vi } from 'vitest'
import { followQuitting } from './quitting.ts'

const desktop = vi.hoisted(() => ({
  beforeQuit: (_event: { preventDefault: () => void }) => {},
  answer: (_answer: { response: number }) => {},
  questions: 0,
  quits: 0,
}))
vi.mock('electron', () => ({
  app: {
    on: (_name: string, listener: typeof desktop.beforeQuit) => (desktop.beforeQuit = listener),
    quit: () => (desktop.quits += 1),
  },
  dialog: {
    showMessageBox: () => {
      desktop.questions += 1
      return new Promise((resolve: typeof desktop.answer) => (desktop.answer = resolve))
    },
  },
}))

function start() {
  desktop.questions = 0
  desktop.quits = 0
  let now = 0
  const close = Promise.withResolvers<undefined>()
  const closed = vi.fn()
  const decided = vi.fn()
  const onQuit = vi.fn(() => Promise.resolve())
  const quitting = followQuitting({
    window: () => null,
    words: () => ({ quitTitle: '', quitQuestion: () => '', quitAnyway: '', stay: '' }),
    signedIn: () => 1,
    close: () => {
      closed()
      return close.promise
    },
    withinMs: () => 60_000,
    onQuit,
    onDecided: decided,
    now: () => now,
  })
  /** Whether the app prevents quitting. */
  const quit = () => {
    const preventDefault = vi.fn()
    desktop.beforeQuit({ preventDefault })
    return preventDefault.mock.calls.length > 0
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { quitting, quit, pass, onQuit, decided, closed, finish: () => close.resolve(undefined) }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

it.each([0, 1])(
  'a question that stands open when the session ends holds nothing up (answer %s)',
  async (response) => {
    const { quitting, quit, closed, finish } = start()
    expect(quit()).toBe(true)
    quitting.quitNow()
    desktop.answer({ response })
    await settle()
    expect(quit()).toBe(true)
    finish()
    await settle()
    expect(quit()).toBe(false)
    expect([closed.mock.calls.length, desktop.quits]).toEqual([1, 1])
  },
)

it('stays where the supervisor chooses so, and asks again the next time', async () => {
  const { quit, decided, closed } = start()
  quit()
  desktop.answer({ response: 1 })
  await settle()
  expect(quit()).toBe(true)
  expect(closed).not.toHaveBeenCalled()
  desktop.answer({ response: 0 })
  await vi.waitFor(() => expect(decided).toHaveBeenCalled())
  expect(closed).toHaveBeenCalledTimes(1)
})

it('signs out once, however often quit is requested', async () => {
  const { quitting, quit, closed, onQuit, finish } = start()
  quit()
  quit()
  expect(desktop.questions).toBe(1)
  desktop.answer({ response: 0 })
  await settle()
  expect([quit(), quit()]).toEqual([true, true])
  quitting.quitNow()
  finish()
  await settle()
  expect([closed.mock.calls.length, onQuit.mock.calls.length, quit()]).toEqual([1, 1, false])
})

it('asks nothing while the system requests the apps to quit, and asks again once that is canceled', async () => {
  const canceled = start()
  canceled.quitting.askNothingFor(30_000)
  expect(canceled.closed).not.toHaveBeenCalled()
  canceled.pass(30_000)
  canceled.quit()
  expect(desktop.questions).toBe(1)

  const ended = start()
  ended.quitting.askNothingFor(30_000)
  ended.pass(29_999)
  expect(ended.quit()).toBe(true)
  expect([desktop.questions, ended.closed.mock.calls.length]).toEqual([0, 1])
})

it('ends a session without the final actions of a supervisor’s own quit', async () => {
  const { quitting, onQuit, finish } = start()
  quitting.quitNow()
  finish()
  await settle()
  expect([onQuit.mock.calls.length, desktop.quits]).toEqual([0, 1])
})

it('installs instead of quitting only after the question and the sign-out', async () => {
  const { quitting, onQuit, closed, finish } = start()
  const install = vi.fn(() => Promise.resolve())
  quitting.quitTo(install)
  desktop.answer({ response: 1 })
  await settle()
  expect(closed).not.toHaveBeenCalled()
  quitting.quitTo(install)
  desktop.answer({ response: 0 })
  await settle()
  expect([closed.mock.calls.length, install.mock.calls.length]).toEqual([1, 0])
  finish()
  await settle()
  expect([install.mock.calls.length, onQuit.mock.calls.length]).toEqual([1, 0])
})
