import { z } from 'zod'
import { agentCredential } from '../../src-shared/contract/index.ts'
import { type JsonFile, openJsonFile } from './jsonFile.ts'

/** The system's protection of a text. Each call may wait for the user to unlock the key ring. */
export interface Vault {
  /** False where the system would leave it readable for anyone: then nothing is stored. */
  isProtected(): Promise<boolean>
  /** Base64; rejects where the key ring stays locked. */
  encrypt(text: string): Promise<string>
  decrypt(base64: string): Promise<string>
}

const secretsVersion = 1
const secretsFile = z.object({
  version: z.literal(secretsVersion),
  /** Encrypted JSON of `secretData`, base64. */
  data: z.string(),
})
type SecretsFile = z.infer<typeof secretsFile>

/** The gateway rejected it, with this code: it must not be sent again until the user has entered it anew. */
const refusable = z.object({ refusedWith: z.string().optional() })
const knownCredential = z.intersection(agentCredential, refusable)
export type KnownCredential = z.infer<typeof knownCredential>

const secretData = z.object({
  /** Bound to origin and account, so that a password is never sent to another gateway. */
  inspector: refusable
    .extend({ origin: z.string(), agentId: z.string(), password: z.string() })
    .nullable(),
  agents: z
    .object({ origin: z.string(), credentials: z.record(z.string(), knownCredential) })
    .nullable(),
})
type SecretData = z.infer<typeof secretData>

export interface RefusedPassword {
  origin: string
  agentId: string
  password: string
  retcode: string
}

/** Passwords and GUIDs: in memory for this session, on disk only encrypted and only if the user chose so. */
export interface Secrets {
  /** Resolves once the key ring has decrypted the stored secrets, or failed to. Never rejects. */
  readonly opened: Promise<void>
  /** The key ring has not responded yet: no stored secret is available. */
  readonly isWaiting: boolean
  readonly canRemember: boolean
  /** There are stored secrets that the key ring did not decrypt: it is locked, or another one. */
  readonly isLocked: boolean
  /** The new name of an older version's file, see `JsonFile`. */
  readonly replacedOlder: string | null
  /** Also null for a rejected one. */
  inspectorPassword(origin: string, agentId: string): string | null
  setInspectorPassword(
    origin: string,
    agentId: string,
    password: string,
    remember: boolean,
  ): Promise<void>
  agentCredentials(origin: string): ReadonlyMap<string, KnownCredential>
  /** Replaces everything stored for this gateway. */
  setAgentCredentials(
    origin: string,
    credentials: ReadonlyMap<string, KnownCredential>,
    remember: boolean,
  ): Promise<void>
  /** Marks this password of this account wherever it is stored, so that no restart sends it again. */
  markRefused(refused: RefusedPassword): Promise<void>
  /** Resolves once all writes are done. Never rejects. */
  settled(): Promise<void>
}

/**
 * Opens the secrets' file, and starts decrypting it; the user may take a while to unlock the key ring. Secrets that
 * cannot be decrypted (another user, a new key ring) count as missing.
 */
export async function openSecrets(path: string, vault: Vault): Promise<Secrets> {
  const file: JsonFile<SecretsFile> = await openJsonFile(path, secretsFile, secretsVersion)
  let isWaiting = true
  let canRemember = false
  let isLocked = false
  let stored = nothing
  let session = nothing

  const opened = (async () => {
    canRemember = await vault.isProtected()
    const given = await decrypt(file.value, vault, canRemember)
    isLocked = given === null
    stored = given ?? nothing
    // Input entered meanwhile takes precedence.
    session = {
      inspector: session.inspector ?? stored.inspector,
      agents: session.agents ?? stored.agents,
    }
    isWaiting = false
  })()

  let turn = opened
  /** @param changeOf the changed part of the stored data; an empty change is not written */
  const store = (changeOf: (stored: SecretData) => Partial<SecretData>): Promise<void> => {
    const written = turn.then(async () => {
      if (isEmpty(changeOf(stored))) return
      canRemember = await vault.isProtected()
      // A key ring that was locked at the start may be open by now: its secrets must not be lost.
      if (isLocked) stored = (await decrypt(file.value, vault, canRemember)) ?? stored
      stored = { ...stored, ...changeOf(stored) }
      if (!canRemember) return
      const data = await vault.encrypt(JSON.stringify(stored))
      await file.save({ version: secretsVersion, data })
      isLocked = false
    })
    turn = written.catch(() => {})
    // Signing in must not wait for the user to unlock a key ring.
    return isWaiting ? Promise.resolve() : written
  }

  return {
    opened,
    get isWaiting() {
      return isWaiting
    },
    get canRemember() {
      return canRemember
    },
    get isLocked() {
      return isLocked
    },
    replacedOlder: file.replacedOlder,
    inspectorPassword(origin, agentId) {
      const { inspector } = session
      const fits = inspector?.origin === origin && inspector.agentId === agentId
      return fits && inspector.refusedWith === undefined ? inspector.password : null
    },
    async setInspectorPassword(origin, agentId, password, remember) {
      const inspector = { origin, agentId, password }
      session = { ...session, inspector }
      await store(({ inspector: kept }) => {
        if (remember) return { inspector }
        // Only this account's own: trying another gateway must not remove the password of the first.
        const isOwn = kept?.origin === origin && kept.agentId === agentId
        return isOwn ? { inspector: null } : {}
      })
    },
    agentCredentials(origin) {
      const { agents } = session
      return new Map(agents?.origin === origin ? Object.entries(agents.credentials) : [])
    },
    async setAgentCredentials(origin, credentials, remember) {
      const agents = { origin, credentials: Object.fromEntries(credentials) }
      session = { ...session, agents }
      if (remember) await store(() => ({ agents }))
    },
    async markRefused(refused) {
      session = { ...session, ...refusedIn(session, refused) }
      await store((kept) => refusedIn(kept, refused))
    },
    settled: () => turn.then(() => file.settled()),
  }
}

const isEmpty = (change: object) => Object.keys(change).length === 0
const nothing: SecretData = { inspector: null, agents: null }

/** The changed part of the data when this password is rejected. */
function refusedIn(
  { inspector, agents }: SecretData,
  { origin, agentId, password, retcode: refusedWith }: RefusedPassword,
): Partial<SecretData> {
  const isInspector =
    inspector?.origin === origin && inspector.agentId === agentId && inspector.password === password
  const known = agents?.origin === origin ? agents.credentials[agentId] : undefined
  const isAgent = known?.kind === 'password' && known.password === password
  return {
    ...(isInspector && { inspector: { ...inspector, refusedWith } }),
    ...(isAgent &&
      agents && {
        agents: {
          origin,
          credentials: { ...agents.credentials, [agentId]: { ...known, refusedWith } },
        },
      }),
  }
}

/** Null where some data cannot be read. */
async function decrypt(
  file: SecretsFile | null,
  vault: Vault,
  isProtected: boolean,
): Promise<SecretData | null> {
  if (file === null) return nothing
  if (!isProtected) return null
  try {
    return secretData.parse(JSON.parse(await vault.decrypt(file.data)))
  } catch {
    return null
  }
}
