import { Balancer } from './balancer.ts'
import { CallCenter } from './callCenter.ts'
import { makeCertificate } from './certificate.ts'
import { startCms } from './cms/index.ts'
import { openControl } from './control.ts'
import { Faults } from './faults.ts'
import { Listener } from './listener.ts'
import { defaultOptions, staff, type SimulatorOptions } from './options.ts'
import type { Gateway } from './route.ts'
import { createRequestListener } from './server.ts'
import { Sessions } from './sessions.ts'
import type { Account, Accounts, Simulator } from './simulator.ts'
import { Shift } from './shift.ts'
import { SignIn } from './signIn.ts'
import { StatsKeeper } from './stats.ts'

export type { CallWish, HoldRecord, RestingState } from './callCenter.ts'
export { makeCertificate, type CertificateWish, type MadeCertificate } from './certificate.ts'
export type { CmsFaultSpec } from './cms/faults.ts'
export type { SimulatedCms } from './cms/index.ts'
export type { CmsOptions } from './cms/options.ts'
export type { FaultSpec, RequestKind } from './faults.ts'
export { simulatedPassword, type SimulatorOptions } from './options.ts'
export type {
  Account,
  AgentAccount,
  Accounts,
  Driving,
  NoteRecord,
  Simulator,
} from './simulator.ts'
export type { Stats } from './stats.ts'

/** Starts a simulated CC-Gateway: the interface of docs/gateway-protocol.md over HTTPS, with a call center behind it. */
export async function startSimulator(wish: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const options = { ...defaultOptions, ...wish }
  const { now } = options
  const stats = new StatsKeeper(now)
  const faults = new Faults()
  const sessions: Sessions = new Sessions({
    ...options,
    onLapse: (agentId) => center.signOut(agentId),
  })
  const center: CallCenter = new CallCenter(staff(options), now, (agentId, type, content) =>
    sessions.queue(agentId, type, content),
  )
  const balancer = new Balancer(options)
  const signIn = (agentId: string, wanted?: number): void => {
    const agent = center.agent(agentId)
    const node = wanted ?? agent.node ?? balancer.living(agent.home)
    sessions.open(agentId, node, { desktop: true })
    center.signIn(agentId, node)
  }
  const shift = options.shift ? new Shift(center, { ...options, signIn }) : null
  if (shift === null && options.desktops)
    for (const agent of center.agents.values()) if (!agent.inspector) signIn(agent.agentId)

  const gateway: Gateway = {
    ...options,
    center,
    sessions,
    balancer,
    signIn: new SignIn({ ...options, center, sessions, balancer }),
    notes: [],
    noteArrived: (agentId) => {
      catchUp()
      shift?.noteArrived(agentId)
    },
    lendToClient: (agentId) => {
      catchUp()
      shift?.lend(agentId)
    },
  }
  const listener = new Listener(
    { ...options, certificate: options.certificate ?? (await makeCertificate()), stats },
    createRequestListener({ ...options, gateway, faults, stats }),
  )
  await listener.open()

  const cms =
    options.cms === false
      ? null
      : await startCms(center, options.cms === true ? {} : options.cms, options).catch(
          async (error: unknown) => {
            await listener.close()
            throw error
          },
        )

  let caughtUpAt = now()
  const catchUp = (): void => {
    // A clock that was set back stops nothing: the shift goes on from there.
    const ms = Math.max(0, now() - caughtUpAt)
    caughtUpAt = now()
    shift?.step(ms * options.speed)
    sessions.lapse()
  }
  let stopTicking = (): void => {}
  const tick = (): void => {
    catchUp()
    stopTicking = options.setTimer(100, tick)
  }
  tick()

  /** Brings the shift up to date, takes the agent out of it, then does what was asked. */
  const byHand = <T>(agentId: string, act: () => T): T => {
    catchUp()
    center.agent(agentId)
    shift?.leave(agentId)
    return act()
  }

  const accounts = listAccounts(center, (agentId, node) =>
    options.authMode === 1 ? sessions.staticGuid(agentId, node) : undefined,
  )
  let control: Awaited<ReturnType<typeof openControl>> | null = null

  const simulator: Simulator = {
    get origin() {
      const host = options.host.includes(':') ? `[${options.host}]` : options.host
      return `https://${host}:${listener.port}`
    },
    get port() {
      return listener.port
    },
    get sha256() {
      return listener.certificate.sha256
    },
    accounts,
    get controlUrl() {
      return control?.url ?? null
    },
    cms,
    record: center.record,
    notes: gateway.notes,
    get stats() {
      const { openConnections, bytesReceived } = listener
      return { ...structuredClone(stats.counts), openConnections, bytesReceived }
    },
    get faults() {
      return faults.list()
    },
    get state() {
      return {
        sha256: listener.certificate.sha256,
        faults: faults.list(),
        agents: [...center.agents.values()].map(({ password: _, ...agent }) => agent),
      }
    },
    hold: (agentId, call) => byHand(agentId, () => center.hold(agentId, call)),
    retrieve: (agentId, callId) => byHand(agentId, () => center.retrieve(agentId, callId)),
    release: (agentId, callId) => byHand(agentId, () => center.release(agentId, callId)),
    hangUp: (agentId, callId) => byHand(agentId, () => center.hangUp(agentId, callId)),
    talk: (agentId, call) => byHand(agentId, () => center.talk(agentId, call)),
    ring: (agentId, call) => byHand(agentId, () => center.ring(agentId, call)),
    signIn: (agentId, node) => byHand(agentId, () => signIn(agentId, node)),
    signOut: (agentId) =>
      byHand(agentId, () => {
        center.signOut(agentId)
        sessions.close(agentId)
      }),
    setState: (agentId, state) => byHand(agentId, () => center.setState(agentId, state)),
    fault: (spec) => {
      const id = faults.add(spec)
      return () => void faults.remove(id)
    },
    clearFaults: () => faults.clear(),
    failOver: (node) => {
      catchUp()
      balancer.fail(node)
      const next = balancer.living(node)
      for (const agent of center.agents.values()) {
        if (agent.node !== node) continue
        const session = sessions.of(agent.agentId)
        sessions.close(agent.agentId)
        if (agent.inspector) center.signOut(agent.agentId)
        else agent.node = next
        if (session?.desktop) sessions.open(agent.agentId, next, { desktop: true })
      }
    },
    recover: (node) => balancer.recover(node),
    swapCertificate: async (certificate) => {
      listener.present(certificate ?? (await makeCertificate()))
    },
    goAway: () => listener.close(),
    comeBack: () => listener.open(),
    catchUp,
    stop: async () => {
      stopTicking()
      sessions.stop()
      await Promise.all([listener.close(), cms?.goAway(), control?.close()])
    },
  }
  if (options.controlPort !== null) {
    try {
      control = await openControl(simulator, options.controlPort)
    } catch (error) {
      await simulator.stop()
      throw error
    }
  }
  return simulator
}

function listAccounts(
  center: CallCenter,
  guidOf: (agentId: string, node: number) => string | undefined,
): Accounts {
  const all = [...center.agents.values()]
  const account = ({ agentId, name, password, phone, home }: (typeof all)[number]): Account => ({
    agentId,
    name,
    password,
    phone,
    node: home,
  })
  const inspectors = all.filter((agent) => agent.inspector).map(account)
  const [inspector, secondInspector] = inspectors
  if (inspector === undefined || secondInspector === undefined) throw new Error('No inspectors')
  const agents = all
    .filter((agent) => !agent.inspector)
    .map((agent) => {
      const guid = guidOf(agent.agentId, agent.home)
      return { ...account(agent), ...(guid === undefined ? {} : { guid }) }
    })
  return { inspector, secondInspector, inspectors, agents }
}
