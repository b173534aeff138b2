import { z } from 'zod'
import { agentCredential } from '../../src-shared/contract/index.ts'
import { type JsonFile, openJsonFile } from './jsonFile.ts'

/** What protects a text on this system. Each call may wait for somebody to unlock the key ring. */
export interface Vault {
  /** False where the system would keep it readable for anyone: then nothing is stored. */
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

/** The gateway refused it, with this code: it must not be sent again before a person has typed it anew. */
const refusable = z.object({ refusedWith: z.string().optional() })
const knownCredential = z.intersection(agentCredential, refusable)
export type KnownCredential = z.infer<typeof knownCredential>

const secretData = z.object({
  /** Bound to origin and account, so that a password never goes to another gateway. */
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

/** Passwords and GUIDs: for this session in memory, on disk only encrypted and only if wanted. */
export interface Secrets {
  /** Resolves once the key ring has given out what is kept, or will not. Never rejects. */
  readonly opened: Promise<void>
  /** The key ring has not answered yet: nothing kept is known. */
  readonly isWaiting: boolean
  readonly canRemember: boolean
  /** Something is kept that the key ring did not give out: it is locked, or another one. */
  readonly isLocked: boolean
  /** The name under which an older version's file lies now, see `JsonFile`. */
  readonly replacedOlder: string | null
  /** Null also for one that was refused. */
  inspectorPassword(origin: string, agentId: string): string | null
  setInspectorPassword(
    origin: string,
    agentId: string,
    password: string,
    remember: boolean,
  ): Promise<void>
  agentCredentials(origin: string): ReadonlyMap<string, KnownCredential>
  /** Replaces all that is known for this gateway. */
  setAgentCredentials(
    origin: string,
    credentials: ReadonlyMap<string, KnownCredential>,
    remember: boolean,
  ): Promise<void>
  /** Marks this password of this account wherever it is known, so that no restart sends it again. */
  markRefused(refused: RefusedPassword): Promise<void>
  /** Resolves once nothing waits to be written. Never rejects. */
  settled(): Promise<void>
}

/**
 * Opens the secrets' file, and begins to ask the key ring; a person may take a while to unlock it.
 * Secrets that cannot be decrypted (another user, a new key ring) count as none.
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
    // What was typed meanwhile counts.
    session = {
      inspector: session.inspector ?? stored.inspector,
      agents: session.agents ?? stored.agents,
    }
    isWaiting = false
  })()

  let turn = opened
  /** @param changeOf what of the stored data becomes another; an empty change is not written */
  const store = (changeOf: (stored: SecretData) => Partial<SecretData>): Promise<void> => {
    const written = turn.then(async () => {
      if (isEmpty(changeOf(stored))) return
      canRemember = await vault.isProtected()
      // A key ring that was locked at the start may be open by now: what it holds must not be lost.
      if (isLocked) stored = (await decrypt(file.value, vault, canRemember)) ?? stored
      stored = { ...stored, ...changeOf(stored) }
      if (!canRemember) return
      const data = await vault.encrypt(JSON.stringify(stored))
      await file.save({ version: secretsVersion, data })
      isLocked = false
    })
    turn = written.catch(() => {})
    // Signing in must not wait for somebody to unlock a key ring.
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
        // Only this account's own: trying another gateway must not cost the password of the first.
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

/** What of the data is another, once this password counts as refused. */
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

/** Null where there is something that cannot be read. */
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
