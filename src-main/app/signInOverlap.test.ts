import { describe, expect, it } from 'vitest'
import { resumeRest, resumeWatch } from '../connection/resume.ts'
import type { Simulator } from '../simulator/index.ts'
import {
  addGateway,
  type App,
  app,
  cmsInput,
  cmsOf,
  eachInItsFolder,
  folder,
  gateway,
  signInInput,
  trustSource,
  until,
  watchAll,
} from './testing.ts'

eachInItsFolder()

/** Of the source at this origin: each account with its state. */
const accountsAt = async (one: App, origin: string) => {
  const { sources } = await one.request('sources.get', null)
  const { accounts = [] } = sources.find((source) => source.origin === origin) ?? {}
  return accounts.map(({ agentId, state }) => [agentId, state])
}
const received = (simulator: Simulator, kind: 'login' | 'logout', count: number) =>
  until(
    async () => simulator.stats.requests[kind],
    (now) => now >= count,
  )
const furtherGateway = (firstAgentId: number) => gateway({ agents: 2, firstAgentId })

/** After a restart: a gateway that is watched, and others that were added to it and are not signed in. */
async function restarted(others: readonly Simulator[]) {
  const first = await gateway({ agents: 2 })
  const one = await app()
  await watchAll(one, first)
  for (const other of others) {
    await addGateway(one, other, false)
  }
  await one.close()
  const again = await app()
  await resumeWatch(again)
  return again
}
/** Its account can sign in by itself from now on. */
const storePassword = (one: App, { origin, accounts: { inspector } }: Simulator) =>
  one.secrets.setAccountPassword(origin, inspector.agentId, inspector.password, true)

describe('accounts that are added at the same time', () => {
  it('are all stored', async () => {
    const simulator = await gateway({ nodes: 3 })
    const { origin } = simulator
    const one = await app()
    await watchAll(one, simulator)
    const [, ...others] = simulator.accounts.inspectors
    await Promise.all(
      others.map((other) =>
        one.request('sources.add_account', {
          origin,
          account: { ...signInInput(simulator), ...other },
        }),
      ),
    )
    const stored = one.setup.settings.gateway?.accounts.map(({ inspectorId }) => inspectorId)
    expect(stored).toEqual(others.map(({ agentId }) => agentId))
  })

  it('and removed again at the same time leave nothing', async () => {
    const simulator = await gateway({ nodes: 3 })
    const { origin } = simulator
    const one = await app()
    await watchAll(one, simulator)
    const [, ...others] = simulator.accounts.inspectors
    for (const other of others) {
      const account = { ...signInInput(simulator), ...other }
      await one.request('sources.add_account', { origin, account })
    }
    await Promise.all(
      others.map(({ agentId }) => one.request('sources.remove_account', { origin, agentId })),
    )
    expect(one.setup.settings.gateway?.accounts).toEqual([])
  })
})

it('a source that is stored twice is one source', async () => {
  const simulator = await gateway({ agents: 2, cms: true })
  const one = await app()
  await watchAll(one, simulator)
  const { origin } = cmsOf(simulator)
  one.setup.addSource({ origin, way: 'cms' })
  one.setup.addSource({ origin, way: 'cms', name: 'South' })
  expect(one.setup.settings.sources).toMatchObject([{ origin, name: 'South' }])
})

it('a CC-CMS without a response is not waited for once something else is requested', async () => {
  const simulator = await gateway({ agents: 2, cms: true })
  const one = await app()
  await watchAll(one, simulator)
  const cms = cmsOf(simulator)
  await trustSource(one, cms)
  cms.fault({ kind: 'half-open' })
  const adding = one
    .request('sources.add_cms', { origin: cms.origin, cms: cmsInput(simulator) })
    .catch((error: unknown) => error)
  await until(
    async () => Object.values(cms.stats.requests),
    (counts) => counts.some((count) => count > 0),
  )
  await one.watching.disconnect()
  expect(await adding).toMatchObject({ code: 'not-signed-in' })
})

describe('what is stored', () => {
  it('is resumed once', async () => {
    const second = await furtherGateway(20_401)
    const again = await restarted([second])
    const { origin } = second
    await storePassword(again, second)
    const { login, logout } = second.stats.requests
    await Promise.all([resumeRest(again), resumeRest(again)])
    await until(
      () => accountsAt(again, origin),
      ([account]) => account?.[1] === 'signed-in',
    )
    expect(second.stats.requests).toMatchObject({ login: login + 1, logout })
  })

  it('does not replace an account that somebody has signed in meanwhile', async () => {
    const second = await furtherGateway(20_401)
    const again = await restarted([second])
    const { origin } = second
    await storePassword(again, second)
    const { login, logout } = second.stats.requests
    const signIn = again.request('sources.add_account', {
      origin,
      account: signInInput(second),
    })
    await Promise.all([signIn, resumeRest(again)])
    expect(await accountsAt(again, origin)).toMatchObject([[expect.anything(), 'signed-in']])
    expect(second.stats.requests).toMatchObject({ login: login + 1, logout })
  })

  it('does not interrupt a sign-in of the user at another source', async () => {
    const second = await furtherGateway(20_401)
    const third = await furtherGateway(30_401)
    const again = await restarted([second, third])
    await storePassword(again, third)
    const { origin } = second
    const { login } = second.stats.requests
    second.fault({ match: 'login', kind: 'delay', ms: 1_000, times: 1 })
    const signIn = again.request('sources.add_account', {
      origin,
      account: signInInput(second),
    })
    await received(second, 'login', login + 1)
    await Promise.all([signIn, resumeRest(again)])
    expect(await accountsAt(again, origin)).toMatchObject([[expect.anything(), 'signed-in']])
    await until(
      () => accountsAt(again, third.origin),
      ([account]) => account?.[1] === 'signed-in',
    )
  })

  it('does not interrupt the same account that signs in at a cluster', async () => {
    const simulator = await gateway({ nodes: 2 })
    const { origin } = simulator
    const [, other] = simulator.accounts.inspectors
    const account = { ...signInInput(simulator), ...other }
    const one = await app()
    await watchAll(one, simulator)
    await one.request('sources.add_account', { origin, account })
    simulator.signIn(account.agentId)
    await until(
      () => accountsAt(one, origin),
      (all) => all[1]?.[1] === 'stopped',
    )
    const { login } = simulator.stats.requests
    simulator.fault({ match: 'login', kind: 'delay', ms: 1_000, times: 1 })
    const signIn = one.request('sources.add_account', {
      origin,
      account: { ...account, force: true },
    })
    await received(simulator, 'login', login + 1)
    await Promise.all([signIn, resumeRest(one)])
    expect((await accountsAt(one, origin))[1]).toEqual([account.agentId, 'signed-in'])
  })

  it('is not resumed where the watch has ended meanwhile', async () => {
    const second = await furtherGateway(20_401)
    const again = await restarted([second])
    await storePassword(again, second)
    await Promise.all([again.watching.disconnect(), resumeRest(again)])
    expect(again.watching.sources.all).toEqual([])
  })

  it('is not resumed by an app that quits while the key ring is still locked', async () => {
    const first = await gateway({ agents: 2 })
    const one = await app()
    await watchAll(one, first)
    await one.close()
    const unlocked = Promise.withResolvers<undefined>()
    const again = await app(folder, {
      vault: {
        isProtected: () => Promise.resolve(true),
        encrypt: async (text) => Buffer.from(text).toString('base64'),
        decrypt: async (base64) => {
          await unlocked.promise
          return Buffer.from(base64, 'base64').toString()
        },
      },
    })
    const resuming = resumeWatch(again)
    const closing = again.close()
    unlocked.resolve(undefined)
    await expect(resuming).rejects.toMatchObject({ appError: { code: 'not-signed-in' } })
    await closing
    expect(again.watching.sources.all).toEqual([])
  })
})
