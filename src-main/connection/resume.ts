import type { Secrets } from '../settings/secrets.ts'
import type { Provision } from './provision.ts'
import type { Setup } from './setup.ts'
import type { Watching } from './watching.ts'

export interface BeginOptions {
  setup: Setup
  watching: Watching
  secrets: Secrets
  /** What was open can be restored by then, or is not waited for any longer. */
  restorable: Promise<void>
}

/** Goes on where the app was left: straight to the board where nothing is missing. */
export async function resumeWatch(options: BeginOptions): Promise<void> {
  const { setup, watching, secrets, restorable } = options
  if (setup.settings.gateway === null) return
  const { route } = setup
  await secrets.opened
  // Whoever did not wait for the key ring has gone on by hand.
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
 * Goes through the steps of the set-up with what a launcher handed over. Stops at the first step
 * that fails, where the supervisor finds it filled in; a certificate other than the one named is
 * never trusted.
 */
export async function beginProvisioned(
  { origin, sha256, agentId, password, phone, withoutLicence, agents }: Provision,
  { setup, watching, secrets, restorable }: BeginOptions,
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
  const named = agents.map((id) => ({ agentId: id, name: '' }))
  await restorable
  watching.watch(named)
  setup.keep({
    gateway: {
      origin: check.origin,
      way: 'inspector',
      inspectorId: agentId,
      phone,
      withoutLicence,
    },
    agents: named,
  })
  setup.goTo('board')
}
