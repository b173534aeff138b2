import type { SourcesView, SourceView } from '../../../src-shared/contract/index.ts'
import { RequestError } from '../../base/requestError.ts'
import { resumeRest } from '../../connection/resume.ts'
import type { Setup } from '../../connection/setup.ts'
import type { InspectorAccount } from '../../connection/inspectorSignIn.ts'
import type { Monitoring } from '../../connection/monitoring.ts'
import type { SourceStatus } from '../../connection/sourceStatus.ts'
import type { Watch } from '../../connection/watch.ts'
import { expectedMs } from '../../diagnostics/sight.ts'
import type { ReaderState } from '../../monitor/reader.ts'
import type { Account, Secrets } from '../../settings/secrets.ts'
import { type Settings, type SourceSettings, sourcesOf } from '../../settings/settings.ts'
import type { Handlers } from '../router.ts'
import { checkedCms } from './cmsInput.ts'
import { checkedInspector } from './inspectorInput.ts'

export interface SourceHandlerOptions {
  setup: Setup
  watching: Watch
  monitoring: Monitoring
  secrets: Secrets
  onSaveFailed: (error: unknown) => void
  /** Fails for an account that must not be taken over from another client. */
  mustNotDisplace: (origin: string, agentId: string) => void
}

/** The sources as the supervisor sees them. */
export function sourcesView({
  setup,
  watching,
  secrets,
}: Pick<SourceHandlerOptions, 'setup' | 'watching' | 'secrets'>): SourcesView {
  const { settings, simulated, isLocked } = setup
  const statuses = new Map(watching.sources.statuses.map((status) => [status.origin, status]))
  const stored = simulated === null ? sourcesOf(settings) : []
  const origins = new Set([...statuses.keys(), ...stored.map(({ origin }) => origin)])
  return {
    sources: [...origins].map((origin, index) =>
      sourceView(
        origin,
        index === 0,
        statuses.get(origin) ?? null,
        stored.find((source) => source.origin === origin) ?? null,
      ),
    ),
    canAdd: simulated === null && !isLocked,
    canRemember: secrets.canRemember,
  }
}

/** @param status null where it is not connected: its password or key is missing */
function sourceView(
  origin: string,
  isFirst: boolean,
  status: SourceStatus | null,
  stored: SourceSettings | null,
): SourceView {
  const { cms = null } = stored ?? {}
  return {
    origin,
    name: stored?.name ?? '',
    way: status?.way ?? stored?.way ?? 'inspector',
    isFirst,
    isPaused: stored?.isPaused ?? false,
    watch: status?.watch ?? null,
    agents: status?.agents ?? 0,
    expectedMs: status?.load ? expectedMs(status.load) : null,
    accounts: accountsView(status, stored),
    center: cms && { accessKey: cms.accessKey, ccId: cms.ccId, vdn: cms.vdn },
    nodes: [...(status?.nodes ?? [])],
    elsewhere: [...(status?.elsewhere ?? [])],
  }
}

/** The accounts that are stored, and those that are in use without: of a simulated gateway nothing is stored. */
function accountsView(
  status: SourceStatus | null,
  stored: SourceSettings | null,
): SourceView['accounts'] {
  const storedAccounts = new Map(
    (stored === null ? [] : [stored, ...stored.accounts]).map((one) => [one.inspectorId, one]),
  )
  const running = new Map((status?.accounts ?? []).map((one) => [one.agentId, one]))
  const ids = new Set([...storedAccounts.keys(), ...running.keys()])
  // The other ways have no account of an inspector.
  ids.delete('')
  return [...ids].map((agentId) => {
    const { phone = '', withoutLicence = true } = storedAccounts.get(agentId) ?? {}
    const { state = signedOut, node = null, visibleAgents = 0 } = running.get(agentId) ?? {}
    return {
      agentId,
      phone,
      withoutLicence,
      state: state.kind,
      reason: 'reason' in state ? (state.reason ?? null) : null,
      retcode: 'retcode' in state ? (state.retcode ?? null) : null,
      node,
      visibleAgents,
    }
  })
}

const signedOut: ReaderState = { kind: 'signed-out' }

/** Every account whose password the sources need. */
export function accountsOf(settings: Settings): Account[] {
  return sourcesOf(settings).flatMap(({ origin, inspectorId, accounts, cms }) => {
    const further = accounts.map((account) => account.inspectorId)
    const ids = [inspectorId, ...further, cms?.accessKey ?? '']
    return ids.filter((agentId) => agentId !== '').map((agentId) => ({ origin, agentId }))
  })
}

/** The requests about the sources that are added to the first one, and about their accounts. */
export function createSourceHandlers(
  options: SourceHandlerOptions,
): Pick<Handlers, Extract<keyof Handlers, `sources.${string}`>> {
  const { setup, watching, monitoring, secrets, onSaveFailed, mustNotDisplace } = options
  const view = () => sourcesView(options)

  const sourceAt = (origin: string): SourceSettings => {
    const source = sourcesOf(setup.settings).find((one) => one.origin === origin)
    if (source === undefined) throw new RequestError({ code: 'not-signed-in' })
    return source
  }
  const keepPassword = (origin: string, agentId: string, password: string, remember: boolean) =>
    secrets.setAccountPassword(origin, agentId, password, remember).catch(onSaveFailed)
  const forgetUnused = () => secrets.keepAccounts(accountsOf(setup.settings)).catch(onSaveFailed)
  const stored = ({ agentId, phone, withoutLicence }: InspectorAccount) => ({
    inspectorId: agentId,
    phone,
    withoutLicence,
  })
  const isKnown = (origin: string) =>
    sourcesOf(setup.settings).some((source) => source.origin === origin)
  /** A new source starts with an address whose certificate was checked, and is added to a first one. */
  const mustAdd = (origin: string) => {
    setup.mustTrust(origin)
    if (setup.settings.gateway === null) throw new RequestError({ code: 'not-signed-in' })
    if (isKnown(origin)) {
      throw new RequestError({ code: 'source-exists', field: 'address', params: { origin } })
    }
  }
  const signIn = (origin: string, account: InspectorAccount, force: boolean) =>
    watching.signInInspector({ origin, simulated: false }, account, { role: 'further', force })
  /** Stores the account where it is, or as a further one. */
  const keepAccount = (origin: string, account: InspectorAccount) => {
    const source = sourceAt(origin)
    const entry = stored(account)
    const isSame = ({ inspectorId }: { inspectorId: string }) => inspectorId === account.agentId
    if (isSame(source)) return setup.changeSource(origin, entry)
    const others = source.accounts.filter((one) => !isSame(one))
    setup.changeSource(origin, { accounts: [...others, entry] })
  }

  return {
    'sources.get': view,
    'sources.check_address': ({ address }) => setup.checkSourceAddress(address),
    'sources.check_certificate': ({ origin }) => setup.checkSourceCertificate(origin),
    'sources.accept_certificate': async ({ origin, sha256 }) => {
      await setup.acceptCertificate(origin, sha256)
      watching.recheckConnections()
      return null
    },
    'sources.add_gateway': async ({ origin, account: typed }) => {
      mustAdd(origin)
      const account = checkedInspector(typed)
      if (typed.force) mustNotDisplace(origin, account.agentId)
      await signIn(origin, account, typed.force)
      setup.addSource({ origin, way: 'inspector', ...stored(account) })
      await keepPassword(origin, account.agentId, account.password, typed.remember)
      return view()
    },
    'sources.add_cms': async ({ origin, cms: typed }) => {
      const account = checkedCms(typed)
      const { gateway, sources } = setup.settings
      const isAgain = sources.some((source) => source.origin === origin && source.way === 'cms')
      if (gateway?.origin === origin) throw new RequestError({ code: 'source-is-first' })
      if (!isAgain) mustAdd(origin)
      const form = await watching.useCms({ origin, simulated: false }, account, 'further')
      const { accessKey, secretKey, ccId, vdn } = account
      const cms = { accessKey, ccId, vdn, form }
      if (isAgain) setup.changeSource(origin, { cms })
      else setup.addSource({ origin, way: 'cms', cms })
      await keepPassword(origin, accessKey, secretKey, typed.remember)
      await forgetUnused()
      return view()
    },
    'sources.add_account': async ({ origin, account: typed }) => {
      sourceAt(origin)
      const account = checkedInspector(typed)
      const { agentId } = account
      if (typed.force) mustNotDisplace(origin, agentId)
      const isFirst = setup.settings.gateway?.origin === origin
      // The first source signs in in the set-up.
      if (isFirst && !watching.sources.has(origin))
        throw new RequestError({ code: 'not-signed-in' })
      if (watching.sources.has(origin)) await watching.addAccount(origin, account, typed.force)
      else await signIn(origin, account, typed.force)
      keepAccount(origin, account)
      await keepPassword(origin, agentId, account.password, typed.remember)
      await resumeRest(options)
      return view()
    },
    'sources.remove_account': async ({ origin, agentId }) => {
      sourceAt(origin)
      if (watching.sources.has(origin)) await watching.removeAccount(origin, agentId)
      const others = sourceAt(origin).accounts.filter(({ inspectorId }) => inspectorId !== agentId)
      setup.changeSource(origin, { accounts: others })
      await forgetUnused()
      return view()
    },
    'sources.rename': ({ origin, name }) => {
      setup.changeSource(sourceAt(origin).origin, { name: name.trim() })
      monitoring.refresh()
      return view()
    },
    'sources.set_paused': ({ origin, isPaused }) => {
      setup.changeSource(sourceAt(origin).origin, { isPaused })
      watching.sources.setPaused(origin, isPaused)
      return view()
    },
    'sources.remove': async ({ origin }) => {
      if (setup.settings.gateway?.origin === origin) {
        throw new RequestError({ code: 'source-is-first' })
      }
      setup.removeSource(sourceAt(origin).origin)
      await watching.removeSource(origin)
      await forgetUnused()
      return view()
    },
  }
}
