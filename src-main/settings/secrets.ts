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

/** Bound to origin and account, so that a password is never sent to another gateway. */
const accountSecret = refusable.extend({
  origin: z.string(),
  agentId: z.string(),
  password: z.string(),
})
type AccountSecret = z.infer<typeof accountSecret>

const secretData = z.object({
  /** Inspectors with their passwords, and access keys of CC-CMS with their secret keys. */
  accounts: z.array(accountSecret),
  agents: z
    .object({ origin: z.string(), credentials: z.record(z.string(), knownCredential) })
    .nullable(),
})
type SecretData = z.infer<typeof secretData>

/** The format of versions that had one inspector. */
const formerData = z
  .object({ inspector: accountSecret.nullable(), agents: secretData.shape.agents })
  .transform(({ inspector, agents }) => ({ accounts: inspector ? [inspector] : [], agents }))

/** An account at one origin: an inspector, or the access key of a CC-CMS. */
export type Account = Pick<AccountSecret, 'origin' | 'agentId'>

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
  accountPassword(origin: string, agentId: string): string | null
  setAccountPassword(
    origin: string,
    agentId: string,
    password: string,
    remember: boolean,
  ): Promise<void>
  /** Removes the passwords of all other accounts: they are not used any more. */
  keepAccounts(accounts: readonly Account[]): Promise<void>
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
    const data = await decrypt(file.value, vault, canRemember)
    isLocked = data === null
    stored = data ?? nothing
    // Input entered meanwhile takes precedence.
    session = {
      accounts: mergedAccounts(stored.accounts, session.accounts),
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
    accountPassword(origin, agentId) {
      const account = session.accounts.find((one) => isSameAccount(one, { origin, agentId }))
      return account?.refusedWith === undefined ? (account?.password ?? null) : null
    },
    async setAccountPassword(origin, agentId, password, remember) {
      const account = { origin, agentId, password }
      session = { ...session, accounts: mergedAccounts(session.accounts, [account]) }
      await store(({ accounts }) => {
        if (remember) return { accounts: mergedAccounts(accounts, [account]) }
        // Only this account's own: trying another gateway must not remove the password of the first.
        const others = accounts.filter((one) => !isSameAccount(one, account))
        return others.length === accounts.length ? {} : { accounts: others }
      })
    },
    async keepAccounts(kept) {
      const isKept = (account: Account) => kept.some((one) => isSameAccount(one, account))
      session = { ...session, accounts: session.accounts.filter(isKept) }
      await store(({ accounts }) => {
        const remaining = accounts.filter(isKept)
        return remaining.length === accounts.length ? {} : { accounts: remaining }
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
const nothing: SecretData = { accounts: [], agents: null }

const isSameAccount = (one: Account, other: Account) =>
  one.origin === other.origin && one.agentId === other.agentId

/** All of them; where both have an account, the later one counts. */
const mergedAccounts = (
  earlier: readonly AccountSecret[],
  later: readonly AccountSecret[],
): AccountSecret[] => [
  ...earlier.filter((account) => !later.some((one) => isSameAccount(one, account))),
  ...later,
]

/** The changed part of the data when this password is rejected. */
function refusedIn(
  { accounts, agents }: SecretData,
  { origin, agentId, password, retcode: refusedWith }: RefusedPassword,
): Partial<SecretData> {
  const refused = accounts.find(
    (account) => isSameAccount(account, { origin, agentId }) && account.password === password,
  )
  const known = agents?.origin === origin ? agents.credentials[agentId] : undefined
  const isAgent = known?.kind === 'password' && known.password === password
  return {
    ...(refused && { accounts: mergedAccounts(accounts, [{ ...refused, refusedWith }]) }),
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
    const data: unknown = JSON.parse(await vault.decrypt(file.data))
    return z.union([secretData, formerData]).parse(data)
  } catch {
    return null
  }
}
