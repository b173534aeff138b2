import type { Secrets } from '../settings/secrets.ts'
import type { Provision } from './provision.ts'
import type { Setup } from './setup.ts'
import { type SourceSettings, sourcesOf } from '../settings/settings.ts'
import type { InspectorAccount } from './inspectorSignIn.ts'
import type { KnownCms, Role, Watch } from './watch.ts'

/** What is stored, and what it is used for. */
interface Stored {
  setup: Setup
  watching: Watch
  secrets: Secrets
}

export interface ResumeOptions extends Stored {
  /** Resolves when open holds can be restored, or the wait for them has ended. */
  restorable: Promise<void>
}

/** Resumes where the app was left: goes straight to the board if nothing is missing. */
export async function resumeWatch(options: ResumeOptions): Promise<void> {
  const { setup, watching, secrets, restorable } = options
  if (setup.settings.gateway === null) return
  const { route } = setup
  await secrets.opened
  // If the user did not wait for the key ring, the set-up has continued by hand.
  if (setup.route !== route || watching.origin !== null) return
  const { gateway, agents } = setup.settings
  if (gateway === null) return
  const { origin } = gateway
  if (gateway.way === 'agent') {
    await watching.useAgentSessions({ origin, simulated: false })
    await resumeRest(options)
    const credentials = secrets.agentCredentials(origin)
    const complete = agents.length > 0 && agents.every((agent) => credentials.has(agent.agentId))
    await restorable
    if (complete) watching.watch(agents, credentials)
    setup.goTo(complete ? 'board' : 'watch')
    return
  }
  const resuming = resumeSource(gateway, 'first', options)
  if (resuming === null) return
  await resuming
  await resumeRest(options)
  await restorable
  if (agents.length > 0) watching.watch(agents)
  setup.goTo(agents.length > 0 ? 'board' : 'watch')
}

/**
 * Resumes every source that was added to the first one, and every account, that is not in use and needs nobody to sign
 * in; each starts on its own.
 */
export async function resumeRest(options: Stored): Promise<void> {
  const { setup, watching, secrets } = options
  if (setup.simulated !== null) return
  const further = setup.settings.sources.filter(({ origin }) => !watching.sources.has(origin))
  await Promise.all(further.map((source) => resumeSource(source, 'further', options)))
  const inUse = sourcesOf(setup.settings).filter(({ origin }) => watching.sources.has(origin))
  const resuming = inUse.flatMap((source) =>
    knownAccounts(source, secrets).map((account) => watching.resumeAccount(source.origin, account)),
  )
  await Promise.all(resuming)
}

/** Resumes a source with the first account whose password is stored; null where it needs somebody to sign in. */
function resumeSource(
  source: SourceSettings,
  role: Role,
  { watching, secrets }: Stored,
): Promise<void> | null {
  const gateway = { origin: source.origin, simulated: false }
  const cms = knownCms(source, secrets)
  if (cms !== null) return watching.resumeCms(gateway, cms, role)
  const [account] = knownAccounts(source, secrets)
  if (account === undefined) return null
  return watching.resumeInspector(gateway, account, role)
}

/** The inspectors of a source whose passwords are stored and were not refused. */
function knownAccounts(source: SourceSettings, secrets: Secrets): InspectorAccount[] {
  if (source.way !== 'inspector') return []
  return [source, ...source.accounts].flatMap(({ inspectorId, phone, withoutLicence }) => {
    const password = secrets.accountPassword(source.origin, inspectorId)
    return password === null ? [] : [{ agentId: inspectorId, password, phone, withoutLicence }]
  })
}

/** Null where the secret key is not stored, or this is no CC-CMS. */
function knownCms({ origin, cms }: SourceSettings, secrets: Secrets): KnownCms | null {
  if (cms === null) return null
  const { form, ...center } = cms
  const secretKey = secrets.accountPassword(origin, cms.accessKey)
  return secretKey === null ? null : { account: { ...center, secretKey }, form }
}

/**
 * Performs the steps of the set-up with the data from a launcher. Stops at the first step that fails, which is shown to
 * the supervisor filled in; a certificate other than the given one is never trusted.
 */
export async function startProvisioned(
  provision: Provision,
  options: ResumeOptions,
): Promise<void> {
  const { setup, watching, restorable } = options
  const { origin, sha256, way, agents } = provision
  setup.mustAllow(way)
  setup.saveDraft({
    ...setup.draft,
    address: origin,
    agents: agents.join(', '),
    ...(provision.way === 'inspector'
      ? inspectorDraft(provision)
      : {
          way,
          accessKey: provision.accessKey,
          ccId: String(provision.ccId),
          vdn: String(provision.vdn),
        }),
  })
  const check = await setup.checkAddress(origin)
  if (check.facts.sha256 !== sha256) return
  if (check.verdict === 'untrusted') await setup.acceptCertificate(check.origin, sha256)
  setup.goTo('sign-in')
  if (provision.way === 'inspector') await signInProvisioned(check.origin, provision, options)
  else await useProvisionedCms(check.origin, provision, options)
  const namedAgents = agents.map((id) => ({ agentId: id, name: '' }))
  await restorable
  watching.watch(namedAgents)
  setup.keep({ agents: namedAgents })
  setup.goTo('board')
  if (provision.way !== 'inspector') return
  for (const account of provision.accounts) await addProvisioned(check.origin, account, options)
}

type ProvisionedInspector = Provision & { way: 'inspector' }

const inspectorDraft = ({ way, agentId, phone, withoutLicence }: ProvisionedInspector) => ({
  way,
  inspectorId: agentId,
  phone,
  withoutLicence,
})

async function signInProvisioned(
  origin: string,
  { agentId, password, phone, withoutLicence }: ProvisionedInspector,
  { setup, watching, secrets }: ResumeOptions,
): Promise<void> {
  const account = { agentId, password, phone, withoutLicence }
  const gateway = { origin, simulated: false }
  await watching.signInInspector(gateway, account, { role: 'first', force: false })
  await secrets.setAccountPassword(origin, agentId, password, false)
  setup.keepGateway({ origin, way: 'inspector', inspectorId: agentId, phone, withoutLicence })
}

async function useProvisionedCms(
  origin: string,
  { accessKey, secretKey, ccId, vdn }: Provision & { way: 'cms' },
  { setup, watching, secrets }: ResumeOptions,
): Promise<void> {
  const account = { accessKey, secretKey, ccId, vdn }
  const form = await watching.useCms({ origin, simulated: false }, account, 'first')
  await secrets.setAccountPassword(origin, accessKey, secretKey, false)
  setup.keepGateway({ origin, way: 'cms', cms: { accessKey, ccId, vdn, form } })
}

/** A further inspector of a cluster. */
async function addProvisioned(
  origin: string,
  account: InspectorAccount,
  { setup, watching, secrets }: ResumeOptions,
): Promise<void> {
  const { agentId, password, phone, withoutLicence } = account
  await watching.addAccount(origin, account, false)
  await secrets.setAccountPassword(origin, agentId, password, false)
  const accounts = setup.settings.gateway?.accounts ?? []
  const added = { inspectorId: agentId, phone, withoutLicence }
  setup.changeSource(origin, { accounts: [...accounts, added] })
}
