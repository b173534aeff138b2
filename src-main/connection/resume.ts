import type { Secrets } from '../settings/secrets.ts'
import type { Provision } from './provision.ts'
import type { Setup } from './setup.ts'
import type { Watch } from './watch.ts'

export interface ResumeOptions {
  setup: Setup
  watching: Watch
  secrets: Secrets
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
  const { origin, inspectorId: agentId, phone, withoutLicence } = gateway
  if (gateway.way === 'agent') {
    await watching.useAgentSessions({ origin, simulated: false })
    const credentials = secrets.agentCredentials(origin)
    const complete = agents.length > 0 && agents.every((agent) => credentials.has(agent.agentId))
    await restorable
    if (complete) watching.watch(agents, credentials)
    setup.goTo(complete ? 'board' : 'watch')
    return
  }
  const password = secrets.inspectorPassword(origin, agentId)
  if (password === null) return
  await watching.resumeInspector(
    { origin, simulated: false },
    { agentId, password, phone, withoutLicence },
  )
  await restorable
  if (agents.length > 0) watching.watch(agents)
  setup.goTo(agents.length > 0 ? 'board' : 'watch')
}

/**
 * Performs the steps of the set-up with the data from a launcher. Stops at the first step that fails, which is shown to
 * the supervisor filled in; a certificate other than the given one is never trusted.
 */
export async function startProvisioned(
  { origin, sha256, agentId, password, phone, withoutLicence, agents }: Provision,
  { setup, watching, secrets, restorable }: ResumeOptions,
): Promise<void> {
  setup.mustAllow('inspector')
  setup.saveDraft({
    ...setup.draft,
    address: origin,
    way: 'inspector',
    inspectorId: agentId,
    phone,
    withoutLicence,
    agents: agents.join(', '),
  })
  const check = await setup.checkAddress(origin)
  if (check.facts.sha256 !== sha256) return
  if (check.verdict === 'untrusted') await setup.acceptCertificate(check.origin, sha256)
  const gateway = { origin: check.origin, simulated: false }
  setup.goTo('sign-in')
  await watching.signInInspector(gateway, { agentId, password, phone, withoutLicence }, false)
  await secrets.setInspectorPassword(check.origin, agentId, password, false)
  const namedAgents = agents.map((id) => ({ agentId: id, name: '' }))
  await restorable
  watching.watch(namedAgents)
  setup.keep({
    gateway: {
      origin: check.origin,
      way: 'inspector',
      inspectorId: agentId,
      phone,
      withoutLicence,
    },
    agents: namedAgents,
  })
  setup.goTo('board')
}
