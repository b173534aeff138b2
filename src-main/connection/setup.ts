import type {
  CertificateCheck,
  Route,
  SetupDraft,
  SetupView,
  Way,
} from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import { emptyDraft } from '../../src-shared/emptyDraft.ts'
import {
  defaultSettings,
  newSource,
  sourcesOf,
  type Settings,
  type SourceSettings,
} from '../settings/settings.ts'
import { parseAddress } from '../base/address.ts'
import { probeCertificate } from '../trust/probe.ts'
import type { ProxyFor } from '../trust/proxies.ts'
import type { TrustStore } from '../trust/store.ts'
import { allowedSettings, type ManagedGateway } from '../settings/locks.ts'

export interface SetupOptions {
  settings: JsonFile<Settings>
  trust: TrustStore
  proxy: ProxyFor
  canRemember: () => boolean
  /** Whether there is a board to go back to. */
  isWatching: () => boolean
  /** The agents with a stored credential for this gateway. */
  withCredential: (origin: string) => string[]
  /** The only gateway that an administrator allows; null where any may be chosen. */
  managed: ManagedGateway | null
  /** Called after each change of the route or the certificate. */
  onChange: (view: SetupView) => void
  /** Called when the disk rejects a write. */
  onSaveFailed: (error: unknown) => void
}

/** A gateway that runs inside the app: nothing about it outlives this run. */
export interface SimulatedGateway {
  origin: string
  agentId: string
  password: string
  phone: string
  agents: string[]
}

const isTrusted = ({ verdict }: CertificateCheck) => verdict === 'verified' || verdict === 'pinned'

/** Fails as a `RequestError` if this is no address. */
function originOf(typed: string): string {
  const address = parseAddress(typed)
  if (!address.ok) throw new RequestError({ code: address.code, field: 'address' })
  return address.origin
}

/** The supervisor's progress in the set-up, with the entered values and the results so far. */
export class Setup {
  readonly #options: SetupOptions
  #route: Route
  #draft: SetupDraft
  #origin: string | null
  /** The gateway of the draft; null where none was checked yet. */
  #draftOrigin: string | null
  /** The certificate that each gateway showed last. */
  readonly #certificates = new Map<string, CertificateCheck>()
  #simulated: SimulatedGateway | null = null

  constructor(options: SetupOptions) {
    this.#options = options
    const { gateway, draft } = this.settings
    this.#draft = draft
    this.#origin = gateway?.origin ?? null
    const typedFor = parseAddress(draft.address)
    this.#draftOrigin = this.#origin ?? (typedFor.ok ? typedFor.origin : null)
    this.#route = gateway !== null ? 'sign-in' : draft.address === '' ? 'welcome' : 'address'
  }

  get settings(): Settings {
    return allowedSettings(this.#savedSettings, this.#options.managed)
  }

  /** As stored on disk. */
  get #savedSettings(): Settings {
    return this.#options.settings.value ?? defaultSettings
  }

  get simulated(): SimulatedGateway | null {
    return this.#simulated
  }

  get route(): Route {
    return this.#route
  }

  /** Switches to this gateway, as if its address had just been checked. */
  turnTo(origin: string): void {
    this.#origin = origin
  }

  /** The gateway in the set-up; not always the watched one. */
  get origin(): string | null {
    return this.#origin
  }

  get draft(): SetupDraft {
    return this.#draft
  }

  view(): SetupView {
    return {
      route: this.#route,
      draft: this.#draft,
      simulated: this.#simulated !== null,
      simulatedPassword: this.#simulated?.password ?? null,
      origin: this.#origin,
      certificate: this.#certificates.get(this.#origin ?? '') ?? null,
      watched: this.knownAgents(this.#origin).map(({ agentId }) => agentId),
      withCredential: this.#origin === null ? [] : this.#options.withCredential(this.#origin),
      canRemember: this.#options.canRemember(),
      isWatching: this.#options.isWatching(),
      locked: this.#locked,
    }
  }

  /** Whether an administrator has set the only gateway. */
  get isLocked(): boolean {
    return this.#options.managed !== null
  }

  get #locked(): SetupView['locked'] {
    const { managed } = this.#options
    const isOpen = managed === null || this.#simulated !== null
    return {
      address: !isOpen,
      way: !isOpen && managed.way !== undefined,
      sha256: isOpen ? null : (managed.sha256 ?? null),
    }
  }

  /** Fails where an administrator requires the other way of reading. */
  mustAllow(way: Way): void {
    if (this.#locked.way && this.#options.managed?.way !== way) {
      throw new RequestError({ code: 'setting-locked', field: 'way' })
    }
  }

  /** The stored agents of this gateway; another one starts with none. */
  knownAgents(origin: string | null): Settings['agents'] {
    const { gateway, agents } = this.settings
    return gateway !== null && gateway.origin === origin ? agents : []
  }

  goTo(route: Route): SetupView {
    this.#route = route
    const view = this.view()
    this.#options.onChange(view)
    return view
  }

  saveDraft(draft: SetupDraft): void {
    const { managed } = this.#options
    const { address, way } = this.#locked
    this.#draft = {
      ...draft,
      ...(address && managed && { address: managed.origin }),
      ...(way && managed?.way && { way: managed.way }),
    }
    this.#persist({ draft: this.#draft })
  }

  /** Stores the first source, with what the supervisor has set for it before, and its known agents. */
  keepGateway(gateway: Pick<SourceSettings, 'origin' | 'way'> & Partial<SourceSettings>): void {
    const { gateway: before, sources } = this.settings
    const { name, isPaused, accounts } = before?.origin === gateway.origin ? before : newSource
    this.keep({
      gateway: { ...newSource, name, isPaused, accounts, ...gateway },
      sources: sources.filter(({ origin }) => origin !== gateway.origin),
      agents: this.knownAgents(gateway.origin),
    })
  }

  /** Changes one source; the others stay as they are. */
  changeSource(origin: string, changes: Partial<SourceSettings>): void {
    const changed = (source: SourceSettings) =>
      source.origin === origin ? { ...source, ...changes } : source
    const { gateway, sources } = this.settings
    this.keep({ gateway: gateway && changed(gateway), sources: sources.map(changed) })
  }

  /** Stores a further source, in place of one with the same origin. */
  addSource(source: Pick<SourceSettings, 'origin' | 'way'> & Partial<SourceSettings>): void {
    const others = this.settings.sources.filter(({ origin }) => origin !== source.origin)
    this.keep({ sources: [...others, { ...newSource, ...source }] })
  }

  removeSource(origin: string): void {
    this.keep({ sources: this.settings.sources.filter((source) => source.origin !== origin) })
  }

  /** Stores the completed set-up; nothing about a simulated gateway is written to disk. */
  keep(changes: Partial<Omit<Settings, 'version'>>): void {
    this.#persist(changes)
  }

  beginSimulated(gateway: SimulatedGateway): SetupView {
    this.#simulated = gateway
    this.#origin = null
    this.#draftOrigin = gateway.origin
    this.#draft = {
      ...emptyDraft,
      address: gateway.origin,
      inspectorId: gateway.agentId,
      phone: gateway.phone,
      agents: gateway.agents.join(', '),
    }
    return this.goTo('address')
  }

  /** Leaves the simulated gateway and returns to the settings on disk. */
  endSimulated(): void {
    if (this.#simulated === null) return
    this.#simulated = null
    this.#origin = this.#draftOrigin = this.settings.gateway?.origin ?? null
    this.#draft = this.settings.draft
  }

  /** Finishes a handshake and goes to the next step that needs the supervisor. */
  async checkAddress(typed: string): Promise<CertificateCheck> {
    const origin = originOf(typed)
    const { managed } = this.#options
    const isFurther = this.settings.sources.some((source) => source.origin === origin)
    if (isFurther) {
      throw new RequestError({ code: 'source-exists', field: 'address', params: { origin } })
    }
    // Any other address means a real gateway, with all its requirements.
    if (this.#simulated !== null && origin !== this.#simulated.origin) this.endSimulated()
    if (this.#locked.address && managed?.origin !== origin) {
      throw new RequestError({ code: 'setting-locked', field: 'address' })
    }
    const check = await this.#probe(origin)
    const isOther = this.#draftOrigin !== null && this.#draftOrigin !== origin
    this.#origin = this.#draftOrigin = origin
    this.saveDraft({ ...this.#draft, ...(isOther && this.#knownOf(origin)), address: typed })
    this.goTo(isTrusted(check) ? 'sign-in' : 'certificate')
    return check
  }

  /** The same for a source to be added, which does not change the step that is shown. */
  checkSourceAddress(typed: string): Promise<CertificateCheck> {
    const origin = originOf(typed)
    if (this.#options.managed !== null || this.#simulated !== null) {
      throw new RequestError({ code: 'setting-locked', field: 'address' })
    }
    if (sourcesOf(this.settings).some((source) => source.origin === origin)) {
      throw new RequestError({ code: 'source-exists', field: 'address', params: { origin } })
    }
    return this.#probe(origin)
  }

  /** The same for one of the sources. */
  checkSourceCertificate(origin: string): Promise<CertificateCheck> {
    const isKnown = sourcesOf(this.settings).some((source) => source.origin === origin)
    if (!isKnown) throw new RequestError({ code: 'not-signed-in' })
    return this.#probe(origin)
  }

  /** Fails unless the certificate of a source to be added was checked, and may be used. */
  mustTrust(origin: string): void {
    const check = this.#certificates.get(origin)
    if (check === undefined) throw new RequestError({ code: 'certificate-not-shown' })
    if (!isTrusted(check)) throw new RequestError({ code: 'certificate-untrusted' })
  }

  async #probe(origin: string): Promise<CertificateCheck> {
    const { trust, proxy } = this.#options
    const probe = await probeCertificate(origin, { pin: () => trust.pins(origin), proxy })
    if (!probe.ok) {
      const { hostname, port } = new URL(origin)
      throw new RequestError({
        code: probe.code,
        field: 'address',
        params: { host: hostname, port: port === '' ? '443' : port },
      })
    }
    this.sawCertificate(probe.check)
    return probe.check
  }

  /** Accounts and agents of one gateway are not valid at another. */
  #knownOf(origin: string): Partial<SetupDraft> {
    const { gateway } = this.settings
    const nothing = {
      inspectorId: '',
      phone: '',
      withoutLicence: false,
      accessKey: '',
      vdn: '',
      agents: '',
    }
    if (gateway === null || gateway.origin !== origin) return nothing
    const { inspectorId, phone, withoutLicence, cms } = gateway
    const center = cms && { accessKey: cms.accessKey, ccId: `${cms.ccId}`, vdn: `${cms.vdn}` }
    return { inspectorId, phone, withoutLicence, ...center, agents: '' }
  }

  /** A handshake, here or of the watch, showed this certificate. */
  sawCertificate(check: CertificateCheck): void {
    this.#certificates.set(check.origin, check)
  }

  /** Trusts the shown certificate, and only that. */
  async acceptCertificate(origin: string, sha256: string): Promise<void> {
    const certificate = this.#certificates.get(origin)
    if (certificate?.facts.sha256 !== sha256) {
      throw new RequestError({ code: 'certificate-not-shown' })
    }
    const { sha256: only } = this.#locked
    if (only !== null && only !== sha256) throw new RequestError({ code: 'setting-locked' })
    const { facts, reasons } = certificate
    this.#certificates.set(origin, { ...certificate, verdict: 'pinned', before: [] })
    const { trust } = this.#options
    if (this.#simulated?.origin === origin) return trust.trustForNow({ origin, facts, reasons })
    await trust.trust({ origin, facts, reasons }).catch((error: unknown) => {
      this.#options.onSaveFailed(error)
    })
  }

  /** The values stored whatever gateway is set up, even a simulated one: window, preferences. */
  readonly store = {
    value: () => this.settings,
    keep: (changes: Partial<Omit<Settings, 'version'>>) => {
      this.#save(changes)
    },
  }

  #persist(changes: Partial<Omit<Settings, 'version'>>): void {
    if (this.#simulated === null) this.#save(changes)
  }

  #save(changes: Partial<Omit<Settings, 'version'>>): void {
    void this.#options.settings
      .save({ ...this.#savedSettings, ...changes })
      .catch((error: unknown) => {
        this.#options.onSaveFailed(error)
      })
  }
}
