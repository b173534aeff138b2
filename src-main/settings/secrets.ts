import { z } from 'zod'
import { type AgentCredential, agentCredential } from '../../src-preload/contract/index.ts'
import { type JsonFile, openJsonFile } from './jsonFile.ts'

/** What protects a text on this system; from Electron's safeStorage. */
export interface Vault {
  /** False where the system would keep it readable for anyone: then nothing is stored. */
  isProtected(): boolean
  /** Base64; throws where the key ring is locked. */
  encrypt(text: string): string
  decrypt(base64: string): string
}

const secretsVersion = 1
const secretsFile = z.object({
  version: z.literal(secretsVersion),
  /** Encrypted JSON of `secretData`, base64. */
  data: z.string(),
})
type SecretsFile = z.infer<typeof secretsFile>

const secretData = z.object({
  /** Bound to origin and account, so that a password never goes to another gateway. */
  inspector: z.object({ origin: z.string(), agentId: z.string(), password: z.string() }).nullable(),
  agents: z
    .object({ origin: z.string(), credentials: z.record(z.string(), agentCredential) })
    .nullable(),
})
type SecretData = z.infer<typeof secretData>

/** Passwords and GUIDs: for this session in memory, on disk only encrypted and only if wanted. */
export interface Secrets {
  readonly canRemember: boolean
  /** Something is kept that the key ring did not give out: it is locked, or another one. */
  readonly isLocked: boolean
  inspectorPassword(origin: string, agentId: string): string | null
  setInspectorPassword(
    origin: string,
    agentId: string,
    password: string,
    remember: boolean,
  ): Promise<void>
  agentCredentials(origin: string): ReadonlyMap<string, AgentCredential>
  /** Replaces all that is known for this gateway. */
  setAgentCredentials(
    origin: string,
    credentials: ReadonlyMap<string, AgentCredential>,
    remember: boolean,
  ): Promise<void>
}

/** Opens the secrets; those that cannot be decrypted (another user, a new key ring) count as none. */
export async function openSecrets(path: string, vault: Vault): Promise<Secrets> {
  const file: JsonFile<SecretsFile> = await openJsonFile(path, secretsFile, secretsVersion)
  const opened = decrypt(file.value, vault)
  let isLocked = opened === null
  let stored = opened ?? nothing
  let session = stored

  const store = async (change: Partial<SecretData>) => {
    // A key ring that was locked at the start may be open by now: what it holds must not be lost.
    if (isLocked) stored = decrypt(file.value, vault) ?? stored
    const next = { ...stored, ...change }
    stored = next
    if (!vault.isProtected()) return
    await file.save({ version: secretsVersion, data: vault.encrypt(JSON.stringify(next)) })
    isLocked = false
  }

  return {
    get canRemember() {
      return vault.isProtected()
    },
    get isLocked() {
      return isLocked
    },
    inspectorPassword(origin, agentId) {
      const { inspector } = session
      const fits = inspector?.origin === origin && inspector.agentId === agentId
      return fits ? inspector.password : null
    },
    async setInspectorPassword(origin, agentId, password, remember) {
      const inspector = { origin, agentId, password }
      session = { ...session, inspector }
      if (remember) return store({ inspector })
      // Only this account's own: trying another gateway must not cost the password of the first.
      const { origin: keptFor, agentId: kept } = stored.inspector ?? {}
      if (keptFor === origin && kept === agentId) await store({ inspector: null })
    },
    agentCredentials(origin) {
      const { agents } = session
      return new Map(agents?.origin === origin ? Object.entries(agents.credentials) : [])
    },
    async setAgentCredentials(origin, credentials, remember) {
      const agents = { origin, credentials: Object.fromEntries(credentials) }
      session = { ...session, agents }
      if (remember) await store({ agents })
    },
  }
}

const nothing: SecretData = { inspector: null, agents: null }

/** Null where there is something that cannot be read. */
function decrypt(file: SecretsFile | null, vault: Vault): SecretData | null {
  if (file === null) return nothing
  if (!vault.isProtected()) return null
  try {
    return secretData.parse(JSON.parse(vault.decrypt(file.data)))
  } catch {
    return null
  }
}
