import type { AgentCredential, SetupView, WatchInput } from '../../../src-shared/contract/index.ts'
import { type Handlers } from '../router.ts'
import { RequestError } from '../../base/requestError.ts'
import {
  checkAgentId,
  checkGuid,
  checkPassword,
  checkPhone,
  parseAgentList,
} from '../../../src-shared/agentId.ts'
import type { FileDialogs } from '../fileDialogs.ts'
import type { WatchedName } from '../../monitor/monitor.ts'
import type { KnownCredential, Secrets } from '../../settings/secrets.ts'
import type { TrustStore } from '../../trust/store.ts'
import type { Notices } from '../../settings/notices.ts'
import type { Preferences } from '../../settings/preferences.ts'
import { checkedCms } from './cmsInput.ts'
import { checkedInspector } from './inspectorInput.ts'
import { createRosterHandlers } from './rosters.ts'
import { accountsOf, createSourceHandlers } from './sources.ts'
import type { Rosters } from '../../rosters/rosters.ts'
import type { Monitoring } from '../../connection/monitoring.ts'
import { resumeRest } from '../../connection/resume.ts'
import type { Setup, SimulatedGateway } from '../../connection/setup.ts'
import type { Watch } from '../../connection/watch.ts'

export interface HandlerOptions {
  version: string
  setup: Setup
  watching: Watch
  monitoring: Monitoring
  trust: TrustStore
  secrets: Secrets
  notices: Notices
  rosters: Rosters
  files: FileDialogs
  preferences: Preferences
  startSimulated: () => Promise<SimulatedGateway>
  onSaveFailed: (error: unknown) => void
}

/** The requests without a file of their own. */
type OwnHandlers = Omit<
  Handlers,
  Extract<
    keyof Handlers,
    | `about.${string}`
    | `updates.${string}`
    | `hold.${string}`
    | `notes.${string}`
    | `alerts.${string}`
    | `history.${string}`
    | `diagnostics.${string}`
  >
>

/** The requests about set-up, watch and settings. */
export function createHandlers(options: HandlerOptions): OwnHandlers {
  const { version, setup, watching, trust, secrets, notices, preferences, onSaveFailed } = options
  const { monitoring, rosters, files } = options

  const originOrFail = () => {
    if (setup.origin === null) throw new RequestError({ code: 'not-signed-in' })
    return setup.origin
  }
  const gateway = () => ({ origin: originOrFail(), simulated: setup.simulated !== null })
  const reportFailure = (saving: Promise<void>) => saving.catch(onSaveFailed)
  const watchedAgents = (): readonly WatchedName[] =>
    monitoring.isOn ? monitoring.agents : setup.settings.agents

  /** Watched agents belong to the connected gateway, whichever is being viewed. */
  const connectedOrigin = () => {
    if (watching.origin === null) throw new RequestError({ code: 'not-signed-in' })
    return watching.origin
  }

  /** The same, with the parts that rosters need. */
  const connected = () => ({ origin: connectedOrigin(), simulated: setup.simulated !== null })

  const watch = (agents: readonly WatchedName[]) => {
    watching.watch(agents, secrets.agentCredentials(connectedOrigin()))
    setup.keep({ agents: agents.map(({ agentId, name }) => ({ agentId, name })) })
  }

  /**
   * Per-agent way: stores the new credentials and the known ones of exactly these agents, and of agents on a roster.
   * Fails at the first agent without a credential.
   */
  const keepCredentials = async (agentIds: readonly string[], { agents }: WatchInput) => {
    if (watching.way !== 'agent') return
    const origin = connectedOrigin()
    const storedCredentials = secrets.agentCredentials(origin)
    const newCredentials = new Map<string, AgentCredential>()
    for (const { agentId, credential } of agents) {
      const id = checkAgentId(agentId)
      if (id.ok && credential) newCredentials.set(id.id, checkedCredential(id.id, credential))
    }
    const remainingCredentials = new Map<string, KnownCredential>()
    for (const agentId of agentIds) {
      const credential = newCredentials.get(agentId) ?? storedCredentials.get(agentId)
      if (credential === undefined) throw lacksCredential(agentId)
      remainingCredentials.set(agentId, credential)
    }
    for (const agentId of rosters.members(connected())) {
      const credential = newCredentials.get(agentId) ?? storedCredentials.get(agentId)
      if (credential !== undefined) remainingCredentials.set(agentId, credential)
    }
    await reportFailure(
      secrets.setAgentCredentials(origin, remainingCredentials, setup.simulated === null),
    )
  }

  /** The names given by the gateway; otherwise by a roster. */
  const withNames = (agentIds: readonly string[]): WatchedName[] => {
    const rosterAgents = rosters.of(connected()).flatMap(({ agents }) => agents)
    const names = new Map(
      [...rosterAgents, ...watchedAgents()]
        .filter(({ name }) => name !== '')
        .map(({ agentId, name }) => [agentId, name]),
    )
    return agentIds.map((agentId) => ({ agentId, name: names.get(agentId) ?? '' }))
  }

  /** Accounts that a gateway has reported not to be inspectors, by origin and id. */
  const noInspectors = new Set<string>()
  /** Fails for an account that cannot be an inspector: a take-over would sign somebody out for nothing. */
  const mustNotDisplace = (origin: string, agentId: string) => {
    if (noInspectors.has(`${origin} ${agentId}`)) {
      throw new RequestError({ code: 'no-inspector-right' })
    }
    const agents = [
      ...setup.knownAgents(origin).map((agent) => agent.agentId),
      ...rosters.members({ origin, simulated: setup.simulated !== null }),
    ]
    if (agents.includes(agentId)) throw new RequestError({ code: 'account-is-watched' })
  }

  /** The data of the last sign-in to store once it is used for the watch: until then the old watch may continue. */
  let keepSignIn = (): Promise<void> => Promise.resolve()
  const startOver = async () => {
    await watching.switchToNext()
    await keepSignIn()
    keepSignIn = () => Promise.resolve()
    await resumeRest(options)
  }
  /** Stores the first source; passwords that no source uses any more are removed. */
  const keepGateway = async (source: Parameters<Setup['keepGateway']>[0]) => {
    setup.keepGateway(source)
    if (setup.simulated === null) {
      await reportFailure(secrets.keepAccounts(accountsOf(setup.settings)))
    }
  }
  /** After a sign-in: to the board with the agents that are known, or else to the choice of agents. */
  const proceed = async (savedAgents: readonly WatchedName[]) => {
    if (savedAgents.length > 0 || !watching.hasNext) await startOver()
    if (savedAgents.length > 0) watch(savedAgents)
    setup.goTo(savedAgents.length > 0 ? 'board' : 'watch')
  }

  /** Watches exactly these agents. */
  const watchExactly = async (input: WatchInput) => {
    const agents = checkedAgents(input, watching.inspectorId)
    if (agents.length === 0) throw new RequestError({ code: 'nothing-to-watch', field: 'agents' })
    await keepCredentials(agents, input)
    await startOver()
    watch(withNames(agents))
    setup.goTo('board')
  }

  const withoutCredential = (agentIds: Iterable<string>) => {
    const storedCredentials = secrets.agentCredentials(connectedOrigin())
    return watching.way === 'agent' ? [...agentIds].filter((id) => !storedCredentials.has(id)) : []
  }

  /** Per-agent way: removes the credentials of agents who are neither watched nor on a roster. */
  const forgetCredentials = async () => {
    if (watching.way !== 'agent') return
    const origin = connectedOrigin()
    const needed = rosters.members(connected())
    for (const { agentId } of watchedAgents()) needed.add(agentId)
    const storedCredentials = [...secrets.agentCredentials(origin)]
    const remainingCredentials = storedCredentials.filter(([agentId]) => needed.has(agentId))
    if (remainingCredentials.length === storedCredentials.length) return
    await reportFailure(
      secrets.setAgentCredentials(origin, new Map(remainingCredentials), setup.simulated === null),
    )
  }

  return {
    'app.get_info': () => ({ version, notices: notices.list }),
    'app.dismiss_notice': ({ id }) => {
      notices.dismiss(id)
      return null
    },

    'setup.get': () => setup.view(),
    'setup.save_draft': (draft) => {
      setup.saveDraft(draft)
      return null
    },
    'setup.start_simulator': async () => {
      await watching.disconnect()
      const simulated = await options.startSimulated()
      setup.beginSimulated(simulated)
      const { origin, agentId, password, phone, agents } = simulated
      // The same steps as for a real gateway; for one inside the app there is nothing to compare or to enter.
      const { facts } = await setup.checkAddress(origin)
      await setup.acceptCertificate(origin, facts.sha256)
      const account = { agentId, password, phone, withoutLicence: false }
      await watching.signInInspector({ origin, simulated: true }, account, {
        role: 'first',
        force: false,
      })
      await watchExactly({ agents: agents.map((id) => ({ agentId: id })) })
      return setup.view()
    },
    'setup.check_address': ({ address }) => setup.checkAddress(address),
    'setup.go_to': async ({ route }): Promise<SetupView> => {
      if (route === 'welcome') {
        await watching.disconnect()
        setup.endSimulated()
      }
      if (route === 'board' && monitoring.isOn) await watching.discardNext()
      const isFromBoard = setup.route === 'board'
      // The board's links to certificate and sign-in are about the gateway it watches.
      if (isFromBoard && watching.origin !== null) setup.turnTo(watching.origin)
      return setup.goTo(route === 'board' && !monitoring.isOn ? 'watch' : route)
    },

    'trust.accept': async ({ origin, sha256 }) => {
      await setup.acceptCertificate(origin, sha256)
      if (monitoring.isOn && !watching.hasNext && watching.origin === origin) {
        monitoring.monitor?.retry()
        return setup.goTo('board')
      }
      return setup.goTo('sign-in')
    },
    'trust.get_list': () => trust.list(),
    'trust.forget': async ({ origin, sha256 }) => {
      await reportFailure(trust.forget(origin, sha256))
      watching.recheckConnections()
      return null
    },

    'session.sign_in': async (input) => {
      const account = checkedInspector(input)
      const { agentId, password, phone, withoutLicence } = account
      setup.mustAllow('inspector')
      const { origin, simulated } = gateway()
      const savedAgents = setup.knownAgents(origin)
      if (input.force) mustNotDisplace(origin, agentId)
      const signedIn = await watching
        .signInInspector({ origin, simulated }, account, { role: 'first', force: input.force })
        .catch(async (error: unknown) => {
          if (error instanceof RequestError && error.appError.code === 'no-inspector-right') {
            noInspectors.add(`${origin} ${agentId}`)
          }
          const isOwn =
            error instanceof RequestError &&
            error.appError.code === 'already-signed-in' &&
            watching.hasOwnStaleSession(origin, agentId)
          if (!isOwn || savedAgents.length === 0) throw error
          // The session that a killed app left at the gateway: the board shows the wait for its end.
          await watching.resumeInspector({ origin, simulated }, account, 'first')
          return { inspector: null, mustChangePassword: false, passwordDaysLeft: null }
        })
      // The user has left meanwhile: that action decides which step is shown.
      if (watching.origin !== origin) throw new RequestError({ code: 'not-signed-in' })
      keepSignIn = async () => {
        const remember = input.remember && !simulated
        await reportFailure(secrets.setAccountPassword(origin, agentId, password, remember))
        const way = 'inspector'
        await keepGateway({ origin, way, inspectorId: agentId, phone, withoutLicence })
      }
      await proceed(simulated ? [] : savedAgents)
      return signedIn
    },
    'session.use_agents': async () => {
      setup.mustAllow('agent')
      const { origin, simulated } = gateway()
      await watching.useAgentSessions({ origin, simulated })
      keepSignIn = () => {
        return keepGateway({ origin, way: 'agent' })
      }
      await proceed([])
      return null
    },
    'session.use_cms': async (input) => {
      const account = checkedCms(input)
      setup.mustAllow('cms')
      const { origin, simulated } = gateway()
      const savedAgents = setup.knownAgents(origin)
      const form = await watching.useCms({ origin, simulated }, account, 'first')
      const { accessKey, secretKey, ccId, vdn } = account
      keepSignIn = async () => {
        await reportFailure(
          secrets.setAccountPassword(origin, accessKey, secretKey, input.remember && !simulated),
        )
        await keepGateway({ origin, way: 'cms', cms: { accessKey, ccId, vdn, form } })
      }
      await proceed(simulated ? [] : savedAgents)
      return null
    },

    'watch.get_roster': () => watching.agentDirectory(),
    'watch.parse_list': ({ text }) => parseAgentList(text),
    'watch.set_agents': async (input) => {
      await watchExactly(input)
      return null
    },
    'watch.add_agents': async (input) => {
      const present = watchedAgents()
      const added = checkedAgents(input, watching.inspectorId).filter(
        (agentId) => !present.some((agent) => agent.agentId === agentId),
      )
      await keepCredentials([...present.map((agent) => agent.agentId), ...added], input)
      watch([...present, ...withNames(added)])
      return null
    },
    'watch.remove_agent': async ({ agentId }) => {
      const staying = watchedAgents().filter((agent) => agent.agentId !== agentId)
      await keepCredentials(
        staying.map((agent) => agent.agentId),
        { agents: [] },
      )
      watch(staying)
      return null
    },
    'watch.retry_agent': ({ agentId }) => {
      monitoring.monitor?.retryAgent(agentId)
      return null
    },
    'watch.set_paused': ({ paused }) => {
      if (paused) monitoring.setPaused('supervisor', true)
      else monitoring.resume()
      return null
    },
    'watch.retry': () => {
      monitoring.monitor?.retry()
      return null
    },

    ...createRosterHandlers({
      rosters,
      files,
      gateway: connected,
      checkedIds: (agents) => checkedAgents(agents, watching.inspectorId),
      withoutCredential,
      forgetCredentials,
      watchExactly,
    }),

    'preferences.get': () => preferences.table(),
    'preferences.set': ({ key, value }) => preferences.set(key, value),
    'preferences.reset': () => preferences.reset(),

    ...createSourceHandlers({ ...options, mustNotDisplace }),

    'board.get_snapshot': () => monitoring.snapshot(),
  }
}

/** The ids of the input, each checked and once; fails at the first that cannot be watched. */
function checkedAgents({ agents }: WatchInput, inspectorId: string | null): string[] {
  const ids = agents.map(({ agentId }) => {
    const id = checkAgentId(agentId)
    if (!id.ok)
      throw new RequestError({ code: id.code, field: 'agents', params: { text: agentId } })
    // The gateway rejects an inspector's queries about himself (gateway protocol §6, 000-005).
    if (id.id === inspectorId) {
      throw new RequestError({
        code: 'agent-is-inspector',
        field: 'agents',
        params: { agent: id.id },
      })
    }
    return id.id
  })
  return [...new Set(ids)]
}

const lacksCredential = (agentId: string) =>
  new RequestError({
    code: 'credential-missing',
    field: `agents.${agentId}`,
    params: { agent: agentId },
  })

function checkedCredential(agentId: string, credential: AgentCredential): AgentCredential {
  const fail = (code: 'guid-invalid' | 'password-too-long' | 'phone-too-long') =>
    new RequestError({ code, field: `agents.${agentId}`, params: { agent: agentId } })
  if (credential.kind === 'guid') {
    const guid = checkGuid(credential.guid)
    if (!guid.ok) throw fail('guid-invalid')
    return { kind: 'guid', guid: guid.guid }
  }
  if (credential.password === '') throw lacksCredential(agentId)
  if (!checkPassword(credential.password).ok) throw fail('password-too-long')
  const phone = checkPhone(credential.phone)
  if (!phone.ok) throw fail('phone-too-long')
  return { ...credential, phone: phone.phone }
}
