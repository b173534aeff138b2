import type { SignedIn } from '../../src-shared/contract/index.ts'
import { RequestError } from '../base/requestError.ts'
import type { InspectorConnection } from './connection.ts'
import { unlessSuperseded } from './unlessSuperseded.ts'
import { checkVisibility } from './visibility.ts'

export interface InspectorAccount {
  agentId: string
  password: string
  phone: string
  withoutLicence: boolean
}

/**
 * Signs in and makes sure that the account can see agents; fails as a `RequestError`.
 * @param superseded aborted once the user has requested something else: a response is not waited for then
 */
export async function signInInspector(
  connection: InspectorConnection,
  account: InspectorAccount,
  force: boolean,
  superseded: AbortSignal,
): Promise<SignedIn> {
  const { reader } = connection
  const signedIn = await unlessSuperseded(superseded, reader, () =>
    reader.signIn({ ...account, force }),
  )
  if (!signedIn.ok) throw new RequestError(signedIn.error)
  const blindness = await checkVisibility(reader, signedIn.data, account.agentId)
  if (blindness !== null) throw new RequestError(blindness)
  connection.hasInspectorRight = signedIn.data.inspector
  return signedIn.data
}

/**
 * Signs in in the background: an unavailable gateway is retried. A stale session of this app is taken over; if that
 * would require a missing phone number, or a license that is not wanted (gateway protocol §2.1, §2.2), the app waits
 * until the session expires.
 */
export function startInspector(
  { reader }: InspectorConnection,
  account: InspectorAccount,
  {
    isOwn,
    isOpen,
    onSettled,
  }: {
    /** Whether "already signed in" could only mean a stale session of this app. */
    isOwn: () => boolean
    /** Whether the connection is still in use. */
    isOpen: () => boolean
    /** The first attempts are over: from now on the session tells who owns it. */
    onSettled: () => void
  },
): void {
  const canForce = account.phone !== '' && !account.withoutLicence
  reader.start({ ...account, force: false, hasStaleSession: isOwn() && !canForce })
  const stop = reader.onState(() => {
    const { state } = reader
    // An obstacle to the first attempts says nothing about who owns the session.
    const isOnItsWay = state.kind === 'signing-in' || state.kind === 'interrupted'
    if (isOnItsWay && isOpen()) return
    stop()
    // The connection was closed meanwhile: there is nothing to record any more.
    if (!isOpen()) return
    const isTakenOver = state.kind === 'stopped' && state.reason === 'signed-in-elsewhere'
    if (isTakenOver && canForce && isOwn())
      reader.start({ ...account, force: true, hasStaleSession: false })
    onSettled()
  })
}
