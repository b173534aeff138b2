import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { BoardSnapshot } from '../../src-shared/contract/index.ts'
import { makeCertificate, type MadeCertificate } from '../simulator/index.ts'
import { resumeWatch } from '../connection/resume.ts'
import type { SessionMark } from '../connection/sessionMark.ts'
import {
  type App,
  app,
  board,
  eachInItsFolder,
  folder,
  gateway,
  signInInput,
  trustGateway,
  until,
  watchAll,
} from './testing.ts'

eachInItsFolder()

/** As left by a version that stored alerts in a file of their own. */
function forgetAlerts(path: string): void {
  const db = new DatabaseSync(path)
  db.exec('UPDATE open_holds SET told = NULL')
  db.close()
}

describe('the app without its window', () => {
  it('goes from nothing to a held call, and shows its end', async () => {
    const simulator = await gateway()
    const one = await app()
    expect((await one.request('setup.get', null)).route).toBe('welcome')
    await watchAll(one, simulator)
    expect((await one.request('setup.get', null)).route).toBe('board')
    await board(one, ({ watch }) => watch.state === 'watching')
    const { agents } = await one.request('watch.get_roster', null)
    const inspectorId = simulator.accounts.inspector.agentId
    expect(agents.map(({ agentId }) => agentId)).not.toContain(inspectorId)
    await expect(
      one.request('watch.add_agents', { agents: [{ agentId: inspectorId }] }),
    ).rejects.toMatchObject({ code: 'agent-is-inspector' })

    const agentId = simulator.accounts.agents[0]?.agentId ?? ''
    const callId = simulator.hold(agentId, { caller: '02155501234', feature: 0 })
    const snapshot = await board(one, ({ calls }) => calls.length === 1)
    expect(snapshot.calls[0]).toMatchObject({
      agentId,
      callId,
      customer: '•••• 1234',
      stale: false,
    })

    const { holdId = '' } = snapshot.calls[0] ?? {}
    expect(await one.request('hold.reveal_number', { holdId })).toEqual({ number: '02155501234' })

    simulator.retrieve(agentId, callId)
    await board(one, ({ calls }) => calls.length === 0)
  })

  it('sends no sign-in before the certificate is trusted', async () => {
    const simulator = await gateway()
    const one = await app()
    await one.request('setup.check_address', { address: simulator.origin })
    await expect(one.request('session.sign_in', signInInput(simulator))).rejects.toMatchObject({
      code: 'certificate-untrusted',
    })
    await expect(
      one.request('trust.accept', { origin: simulator.origin, sha256: 'AA' }),
    ).rejects.toMatchObject({ code: 'certificate-not-shown' })
  })

  it.each([
    ['wrong-password', { password: 'wrong' }],
    ['agent-id-out-of-range', { agentId: '1000000' }],
    ['agent-id-invalid', { agentId: 'x' }],
    ['password-too-long', { password: 'x'.repeat(33) }],
  ])('reports %s', async (code, wrong) => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    await expect(
      one.request('session.sign_in', { ...signInInput(simulator), ...wrong }),
    ).rejects.toMatchObject({ code })
  })

  it('rejects an account without the inspector right, and a gateway without holdlistex', async () => {
    const old = await gateway({ holdlistex: false })
    const one = await app()
    await trustGateway(one, old)
    await expect(one.request('session.sign_in', signInInput(old))).rejects.toMatchObject({
      code: 'holdlistex-missing',
    })

    const simulator = await gateway({ desktops: false })
    await trustGateway(one, simulator)
    const [agent] = simulator.accounts.agents
    if (agent === undefined) throw new Error('no agent')
    const { agentId, password, phone } = agent
    await expect(
      one.request('session.sign_in', { ...signInInput(simulator), agentId, password, phone }),
    ).rejects.toMatchObject({ code: 'no-inspector-right' })
  })

  it('offers to take over a session that is signed in elsewhere', async () => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    simulator.signIn(simulator.accounts.inspector.agentId)
    await expect(one.request('session.sign_in', signInInput(simulator))).rejects.toMatchObject({
      code: 'already-signed-in',
    })
    await one.request('session.sign_in', { ...signInInput(simulator), force: true })
  })

  it('stops when the certificate changes, and continues once the new one is trusted', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    await board(one, ({ calls }) => calls.length === 1)
    await simulator.swapCertificate()
    const stopped = await board(one, ({ watch }) => watch.state === 'stopped')
    expect(stopped.watch.reason).toBe('untrusted-certificate')
    expect(stopped.calls).toMatchObject([{ stale: true }])

    const { certificate } = await one.request('setup.go_to', { route: 'certificate' })
    expect(certificate).toMatchObject({
      verdict: 'changed',
      facts: { sha256: simulator.sha256 },
    })
    await one.request('trust.accept', { origin: simulator.origin, sha256: simulator.sha256 })
    await board(one, ({ watch, calls }) => watch.state === 'watching' && calls[0]?.stale === false)
  })

  it('asks once for each certificate of an address, and forgets a single one', async () => {
    const nodes = [await makeCertificate(), await makeCertificate()]
    const [first, second] = nodes as [MadeCertificate, MadeCertificate]
    const simulator = await gateway({ certificate: first })
    const { origin } = simulator
    const one = await app()
    await watchAll(one, simulator)
    await board(one, ({ watch }) => watch.state === 'watching')
    await simulator.swapCertificate(second)
    await board(one, ({ watch }) => watch.state === 'stopped')
    await one.request('trust.accept', { origin, sha256: second.sha256 })
    await board(one, ({ watch }) => watch.state === 'watching')
    const trusted = await one.request('trust.get_list', null)
    expect(trusted.map(({ facts }) => facts.sha256)).toEqual([first.sha256, second.sha256])

    await simulator.swapCertificate(first)
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    await board(one, ({ calls }) => calls[0]?.stale === false)

    await one.request('trust.forget', { origin, sha256: first.sha256 })
    await board(one, ({ watch }) => watch.state === 'stopped')
    expect(await one.request('trust.get_list', null)).toMatchObject([
      { facts: { sha256: second.sha256 } },
    ])
  })

  it('renews its connections after a sleep, and not after a pause', async () => {
    const simulator = await gateway({ pollWaitMs: 60_000 })
    const one = await app()
    await watchAll(one, simulator)
    await board(one, ({ watch }) => watch.state === 'watching')
    const polls = () => simulator.stats.requests.poll
    await until(
      async () => polls(),
      (count) => count > 0,
    )
    const before = { polls: polls(), connections: simulator.stats.connections }
    one.monitoring.setPaused('supervisor', true)
    one.monitoring.resume()
    await board(one, ({ watch }) => watch.state === 'watching')
    expect(polls()).toBe(before.polls)
    one.monitoring.setPaused('sleep', true)
    one.monitoring.setPaused('sleep', false)
    // The poll that hung on the old connection is sent over a new one.
    await until(
      async () => polls(),
      (count) => count > before.polls,
    )
    expect(simulator.stats.connections).toBeGreaterThan(before.connections)
  })

  it('resumes by itself after a restart, with open holds whose durations continued', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    const before = await board(first, ({ calls }) => calls.length === 1)
    const age = ({ now, calls }: BoardSnapshot) => now - (calls[0]?.startedAt ?? NaN)
    const ageBefore = age(before)
    await first.watching.disconnect()
    await first.settled()

    const second = await app()
    await resumeWatch(second)
    expect((await second.request('setup.get', null)).route).toBe('board')
    const after = await board(second, ({ calls }) => calls[0]?.stale === false)
    expect(age(after)).toBeGreaterThanOrEqual(ageBefore)
    expect(after.calls).toHaveLength(1)
    expect(after.calls[0]?.holdId).toBe(before.calls[0]?.holdId)
  })

  it('alerts nothing twice after it was killed, and stays snoozed', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    await first.request('preferences.set', {
      key: 'limits',
      value: { amberMs: 1_000, redMs: 600_000, criticalMs: 900_000 },
    })
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    const { calls } = await board(first, ({ calls: [call] }) => call?.level === 'amber')
    const holdId = calls[0]?.holdId ?? ''
    expect(first.notified).toHaveLength(1)
    await first.request('hold.acknowledge', { holdId })
    first.alerts.snoozeAll(true)
    await first.settled()
    await until(
      () => first.request('history.get_state', null),
      ({ waiting }) => waiting === 0,
    )
    // A copy of the disk is what remains of a killed app.
    const copy = join(folder, 'copy')
    for (const name of await readdir(folder)) {
      await cp(join(folder, name), join(copy, name), { recursive: true })
    }
    const second = await app(copy)
    await resumeWatch(second)
    const after = await board(second, ({ calls: [call] }) => call?.attention !== null)
    expect(after.calls[0]).toMatchObject({ holdId, attention: { kind: 'acknowledged' } })
    expect(second.alerts.state.snoozedUntil).not.toBeNull()
    second.alerts.snoozeAll(false)
    await second.request('hold.clear_attention', { holdId })
    expect(second.notified).toEqual([])
    expect(await readdir(copy)).not.toContain('alerts.json')
  })

  it('imports the alerts stored by an earlier version, and removes its file', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    const { calls } = await board(first, ({ calls: [call] }) => call !== undefined)
    const holdId = calls[0]?.holdId ?? ''
    await first.close()
    forgetAlerts(join(folder, 'history.db'))
    const former = {
      version: 1,
      origin: simulator.origin,
      savedAt: Date.now(),
      snoozedForMs: 600_000,
      holds: [
        {
          holdId,
          told: 'amber',
          isSnoozeOver: false,
          criticalMs: null,
          attention: { kind: 'acknowledged', sinceMs: 5_000, leftMs: null },
        },
      ],
    }
    await writeFile(join(folder, 'alerts.json'), JSON.stringify(former))
    const second = await app()
    await resumeWatch(second)
    const after = await board(second, ({ calls: [call] }) => call !== undefined)
    expect(after.calls[0]).toMatchObject({ holdId, attention: { kind: 'acknowledged' } })
    expect(second.alerts.state.snoozedUntil).not.toBeNull()
    await until(
      () => readdir(folder),
      (files) => !files.includes('alerts.json'),
    )
  })

  it('does not send a rejected saved password again, however often it starts', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    await first.watching.disconnect()
    await first.settled()
    simulator.fault({ kind: 'retcode', code: '100-004', match: 'login' })
    const before = simulator.stats.requests.login
    for (let start = 0; start < 3; start++) {
      const one = await app()
      await resumeWatch(one)
      if (start === 0) await board(one, ({ watch }) => watch.state === 'stopped')
      else expect((await one.request('setup.get', null)).route).toBe('sign-in')
      await one.watching.disconnect()
      await one.settled()
    }
    expect(simulator.stats.requests.login - before).toBe(1)
  })

  it('sends no password because a certificate is forgotten', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    await first.watching.disconnect()
    await first.settled()
    simulator.fault({ kind: 'retcode', code: '100-012', match: 'login' })
    const before = simulator.stats.requests.login
    const second = await app()
    await resumeWatch(second)
    await board(second, ({ watch }) => watch.state === 'stopped')
    const sha256 = Array.from({ length: 32 }, () => '00').join(':')
    await second.request('trust.forget', { origin: 'https://other.example:8043', sha256 })
    expect(second.monitoring.board?.watch.state).toBe('stopped')
    await second.watching.disconnect()
    expect(simulator.stats.requests.login - before).toBe(1)
  })

  it('does not send an agent’s rejected password again, until it is entered anew', async () => {
    const simulator = await gateway({ desktops: false })
    const one = await app()
    await trustGateway(one, simulator)
    simulator.fault({ kind: 'retcode', code: '100-004', match: 'login' })
    const before = simulator.stats.requests.login
    const [agent] = simulator.accounts.agents
    const agentId = agent?.agentId ?? ''
    const credential = { kind: 'password', password: 'wrong', phone: agent?.phone ?? '' } as const
    const visit = async (typed: boolean) => {
      await one.request('session.use_agents', null)
      await one.request('watch.set_agents', { agents: [{ agentId, ...(typed && { credential }) }] })
      const { agents } = await board(one, ({ agents: [first] }) => first?.state === 'unseen')
      expect(agents[0]?.retcode).toBe('100-004')
    }
    await visit(true)
    await visit(false)
    await visit(false)
    expect(simulator.stats.requests.login - before).toBe(1)
    await visit(true)
    expect(simulator.stats.requests.login - before).toBe(2)
  })

  it('takes over its own session after it was killed', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator, false)
    await first.settled()
    // Killed: nothing is signed out. The second app finds the first one's session.
    const second = await app()
    await resumeWatch(second)
    await board(second, ({ watch }) => watch.state === 'watching')
  })

  it('takes over its own session also after a short outage of the gateway', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator, false)
    await first.settled()
    simulator.fault({ kind: 'retcode', code: '100-003', match: 'login', times: 1 })
    const second = await app()
    await resumeWatch(second)
    await board(second, ({ watch }) => watch.state === 'watching')
  })

  it('recognizes its own agents’ sessions after it was killed, and reports those it could not sign out', async () => {
    const simulator = await gateway({ desktops: false })
    const first = await app()
    await trustGateway(first, simulator)
    const { agentId = '', password = '', phone = '' } = simulator.accounts.agents[0] ?? {}
    const credential = { kind: 'password', password, phone } as const
    await first.request('session.use_agents', null)
    await first.request('watch.set_agents', { agents: [{ agentId, credential }] })
    await board(first, ({ agents: [one] }) => one?.state === 'not-holding')
    await first.settled()
    const marked = await app()
    expect(marked.watching.hasOwnStaleSession(simulator.origin, agentId)).toBe(true)
    simulator.hold(agentId)
    await first.watching.disconnect()
    await first.settled()
    const second = await app()
    const { notices } = await second.request('app.get_info', null)
    expect(notices).toMatchObject([{ code: 'left-signed-in', params: { agents: agentId } }])
  })

  it('records its session as live no later than the gateway’s last response', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator, false)
    await board(one, ({ watch }) => watch.state === 'watching')
    await simulator.stop()
    // Requests in flight end, and the gateway stays away.
    await board(one, ({ watch }) => watch.state === 'interrupted')
    const goneBy = Date.now()
    await one.watching.disconnect()
    await one.settled()
    const {
      sessions: [session],
    } = JSON.parse(await readFile(join(folder, 'session.json'), 'utf8')) as SessionMark
    expect(session?.isLeft).toBe(true)
    expect(session?.aliveAt).toBeLessThan(goneBy)
  })

  it('records a session that it took over as its own', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator, false)
    await first.settled()
    // Uses a copy of its files, since the first one continues.
    const copy = join(folder, 'copy')
    const at = join(copy, 'session.json')
    const read = async () =>
      (JSON.parse(await readFile(at, 'utf8')) as SessionMark).sessions[0]?.aliveAt
    for (const name of await readdir(folder)) {
      if (name.endsWith('.json')) await cp(join(folder, name), join(copy, name))
    }
    const noted = await read()
    const second = await app(copy)
    await resumeWatch(second)
    await board(second, ({ watch }) => watch.state === 'watching')
    await second.settled()
    expect(await read()).toBeGreaterThan(noted ?? Infinity)
  })

  it('does not take a session back by force that another client took over', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator, false)
    await board(first, ({ watch }) => watch.state === 'watching')
    simulator.signIn(simulator.accounts.inspector.agentId)
    await board(first, ({ watch }) => watch.state === 'stopped')
    await first.watching.disconnect()
    await first.settled()
    const second = await app()
    await resumeWatch(second)
    const { watch } = await board(second, ({ watch: { state } }) => state === 'stopped')
    expect(watch.reason).toBe('signed-in-elsewhere')
  })

  it('ends with one session after two concurrent sign-ins, which is signed out in the end', async () => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    const [, last] = await Promise.allSettled([
      one.request('session.sign_in', signInInput(simulator)),
      one.request('session.sign_in', signInInput(simulator)),
    ])
    expect(last.status).toBe('fulfilled')
    await one.watching.disconnect()
    const other = await app(join(folder, 'other'))
    await trustGateway(other, simulator)
    await other.request('session.sign_in', signInInput(simulator))
  })

  it('left during a sign-in, stays at the chosen step, and signs out', async () => {
    const simulator = await gateway({ signInMs: 300 })
    const one = await app()
    await trustGateway(one, simulator)
    const signingIn = one.request('session.sign_in', signInInput(simulator)).catch(() => null)
    const leaving = one.request('setup.go_to', { route: 'welcome' })
    await Promise.all([signingIn, leaving])
    expect((await one.request('setup.get', null)).route).toBe('welcome')
    const other = await app(join(folder, 'other'))
    await trustGateway(other, simulator)
    await other.request('session.sign_in', signInInput(simulator))
  })

  it('left during an unanswered sign-in, waits a moment for it and records it', async () => {
    const simulator = await gateway()
    simulator.fault({ kind: 'half-open', match: 'login' })
    const one = await app(folder, { timesFaster: 50 })
    await trustGateway(one, simulator)
    const signingIn = one.request('session.sign_in', signInInput(simulator))
    const refused = expect(signingIn).rejects.toMatchObject({ code: 'not-signed-in' })
    await until(
      () => Promise.resolve(simulator.stats.requests.login),
      (sent) => sent === 1,
    )
    await one.request('setup.go_to', { route: 'welcome' })
    await refused
    const { agentId } = simulator.accounts.inspector
    expect(one.watching.hasOwnStaleSession(simulator.origin, agentId)).toBe(true)
    expect(simulator.stats.requests.login).toBe(1)
  })

  it('observes the pause a gateway asked for, over a new connection too', async () => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    simulator.fault({ kind: 'status', status: 429 })
    await one.request('session.sign_in', signInInput(simulator)).catch(() => {})
    simulator.clearFaults()
    const from = performance.now()
    await one.request('session.sign_in', signInInput(simulator))
    // Two seconds, where the gateway gives no time.
    expect(performance.now() - from).toBeGreaterThan(1_500)
  })

  it('takes no session over for an account that cannot be an inspector', async () => {
    const simulator = await gateway({ desktops: false })
    const one = await app()
    await trustGateway(one, simulator)
    const [plain, watched] = simulator.accounts.agents
    const takeOver = (account = plain) =>
      one.request('session.sign_in', { ...signInInput(simulator), ...account, force: true })
    await expect(
      one.request('session.sign_in', { ...signInInput(simulator), ...plain }),
    ).rejects.toMatchObject({ code: 'no-inspector-right' })
    simulator.signIn(plain?.agentId ?? '')
    await expect(takeOver()).rejects.toMatchObject({ code: 'no-inspector-right' })

    await one.request('session.sign_in', signInInput(simulator))
    await one.request('watch.set_agents', { agents: [{ agentId: watched?.agentId ?? '' }] })
    simulator.signIn(watched?.agentId ?? '')
    await expect(takeOver(watched)).rejects.toMatchObject({ code: 'account-is-watched' })
    expect(simulator.stats.requests.login).toBe(2)
  })

  describe('signing in with another account or way', () => {
    const afterFirstRound = async (one: App, count: number) => {
      const { agents, origin } = await board(
        one,
        (now) =>
          now.agents.length === count && now.agents.every(({ state }) => state !== 'waiting'),
      )
      return { ids: agents.map(({ agentId }) => agentId), origin }
    }

    it('leaves the watch unchanged until the new one starts', async () => {
      const [old, other] = [await gateway(), await gateway({ agents: 3 })]
      const one = await app()
      await watchAll(one, old)
      await afterFirstRound(one, 4)
      await one.request('setup.go_to', { route: 'address' })
      await trustGateway(one, other)
      await one.request('session.sign_in', signInInput(other))
      expect((await one.request('setup.get', null)).isWatching).toBe(true)
      const [watched] = old.accounts.agents
      old.hold(watched?.agentId ?? '')
      await board(one, ({ calls, origin }) => calls.length === 1 && origin === old.origin)

      await one.request('watch.set_agents', {
        agents: other.accounts.agents.map(({ agentId }) => ({ agentId })),
      })
      expect((await afterFirstRound(one, 3)).origin).toBe(other.origin)
      expect(old.stats.requests.logout).toBe(1)
      expect(other.stats.requests.logout).toBe(0)
    })

    it('signs out there on return to the board, and stores nothing of it', async () => {
      const [old, other] = [await gateway(), await gateway({ agents: 3 })]
      const one = await app()
      await watchAll(one, old)
      await one.request('setup.go_to', { route: 'address' })
      await trustGateway(one, other)
      await one.request('session.sign_in', signInInput(other))
      const { route } = await one.request('setup.go_to', { route: 'board' })
      expect(route).toBe('board')
      expect(other.stats.requests.logout).toBe(1)
      expect((await afterFirstRound(one, 4)).origin).toBe(old.origin)
      await one.close()
      const again = await app()
      await resumeWatch(again)
      expect((await afterFirstRound(again, 4)).origin).toBe(old.origin)
    })

    it('returns to the board with agents’ own sessions, too', async () => {
      const simulator = await gateway()
      const one = await app()
      await watchAll(one, simulator)
      await one.request('setup.go_to', { route: 'sign-in' })
      await one.request('session.use_agents', null)
      await one.request('setup.go_to', { route: 'board' })
      expect((await one.request('board.get_snapshot', null)).way).toBe('inspector')
      await afterFirstRound(one, 4)
      expect(simulator.stats.requests.logout).toBe(0)
    })
  })

  it('carries no input for one gateway over to another', async () => {
    const [first, other] = [await gateway(), await gateway()]
    const one = await app()
    await watchAll(one, first)
    await one.request('setup.save_draft', {
      ...(await one.request('setup.get', null)).draft,
      inspectorId: first.accounts.inspector.agentId,
      phone: '70001',
      agents: '10401 10402',
    })
    await one.request('setup.check_address', { address: other.origin })
    const { draft } = await one.request('setup.get', null)
    expect(draft).toMatchObject({ inspectorId: '', phone: '', agents: '' })
    await one.request('setup.check_address', { address: first.origin })
    const back = await one.request('setup.get', null)
    expect(back.draft).toMatchObject({
      inspectorId: first.accounts.inspector.agentId,
      phone: first.accounts.inspector.phone,
    })
  })

  it('sends no empty password', async () => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    const empty = { ...signInInput(simulator), password: '' }
    await expect(one.request('session.sign_in', empty)).rejects.toMatchObject({
      code: 'password-empty',
    })
    expect(simulator.stats.requests.login).toBe(0)
  })

  it('leaves the watch unchanged while another gateway is viewed, and continues there once it is trusted', async () => {
    const [watched, looked] = [await gateway(), await gateway()]
    const one = await app()
    await watchAll(one, watched)
    await board(one, ({ watch }) => watch.state === 'watching')
    await one.request('setup.go_to', { route: 'address' })
    await one.request('setup.check_address', { address: looked.origin })
    const { agentId = '' } = watched.accounts.agents[0] ?? {}
    await one.request('watch.remove_agent', { agentId })
    expect((await one.request('board.get_snapshot', null)).origin).toBe(watched.origin)
    const view = await one.request('trust.accept', looked)
    expect(view.route).toBe('sign-in')

    await one.request('setup.go_to', { route: 'board' })
    await watched.swapCertificate()
    await board(one, ({ watch }) => watch.state === 'stopped')
    const { certificate } = await one.request('setup.go_to', { route: 'certificate' })
    expect(certificate).toMatchObject({ verdict: 'changed', origin: watched.origin })
  })

  it('refuses to watch an agent without a credential', async () => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    await one.request('session.use_agents', null)
    const { agentId = '' } = simulator.accounts.agents[0] ?? {}
    const empty = { kind: 'password' as const, password: '', phone: '' }
    for (const credential of [null, empty]) {
      await expect(
        one.request('watch.set_agents', { agents: [{ agentId, credential }] }),
      ).rejects.toMatchObject({ code: 'credential-missing' })
    }
  })

  it('waits until its own session expires where no phone number allows a take-over', async () => {
    const simulator = await gateway({ sessionTimeoutMs: 3_000 })
    const first = await app()
    await trustGateway(first, simulator)
    await first.request('session.sign_in', { ...signInInput(simulator), phone: '' })
    const [agent] = simulator.accounts.agents
    await first.request('watch.set_agents', { agents: [{ agentId: agent?.agentId ?? '' }] })
    await first.settled()
    const second = await app()
    await resumeWatch(second)
    const waiting = await board(second, ({ watch }) => watch.state === 'interrupted')
    expect(waiting.watch).toMatchObject({ reason: 'signed-in-elsewhere' })
    expect(waiting.watch.nextTryAt).not.toBeNull()
    await first.watching.disconnect()
    second.monitoring.monitor?.retry()
    await board(second, ({ watch }) => watch.state === 'watching')
  })

  it('reads each agent over a session of its own, with a GUID provided by an administrator', async () => {
    const simulator = await gateway({ authMode: 1 })
    const one = await app()
    await trustGateway(one, simulator)
    await one.request('session.use_agents', null)
    const [agent, other] = simulator.accounts.agents
    if (agent?.guid === undefined || other === undefined) throw new Error('no GUID')
    await one.request('watch.set_agents', {
      agents: [
        { agentId: agent.agentId, credential: { kind: 'guid', guid: agent.guid } },
        { agentId: other.agentId, credential: { kind: 'guid', guid: 'wrong-guid.AgentGateway0' } },
      ],
    })
    simulator.hold(agent.agentId)
    const snapshot = await board(one, ({ calls }) => calls.length === 1)
    expect(snapshot.calls[0]?.agentId).toBe(agent.agentId)
    const blind = await board(one, ({ agents }) =>
      agents.some(({ agentId, reason }) => agentId === other.agentId && reason !== null),
    )
    expect(blind.agents).toMatchObject([
      { state: 'holding' },
      { state: 'unseen', reason: 'signed-out' },
    ])
  })

  it('signs out its sessions when it ends', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    await one.watching.disconnect()
    // Another folder: it contains nothing about the first session.
    const other = await app(join(folder, 'other'))
    await trustGateway(other, simulator)
    await other.request('session.sign_in', signInInput(simulator))
  })

  it('writes no password and no GUID to a response, a log line or a plain file', async () => {
    const simulator = await gateway({ guidIntervalMs: 200, guidTimeoutMs: 20_000 })
    const one = await app()
    await watchAll(one, simulator)
    simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
    await board(one, ({ calls }) => calls.length === 1)
    await simulator.swapCertificate()
    await board(one, ({ watch }) => watch.state === 'stopped')
    await one.watching.disconnect()
    const { readdir, readFile } = await import('node:fs/promises')
    const files = (await readdir(folder)).filter((name) => name !== 'secrets.json')
    const onDisk = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
    const output = [...one.crossed, ...one.logged, ...onDisk].join('\n')
    expect(output).toContain(simulator.accounts.inspector.agentId)
    expect(output).not.toContain(simulator.accounts.inspector.password)
    expect(output).not.toMatch(/\.AgentGateway\d/)
    expect(output).not.toMatch(/JSESSIONID|huaweielbsession/)
  })
})
