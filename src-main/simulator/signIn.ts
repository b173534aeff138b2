import type { CallCenter, RestingState } from './callCenter.ts'
import type { SetTimer } from './options.ts'
import { refuse, success, type Answer } from './routes.ts'
import type { Sessions } from './sessions.ts'

export interface SignInSettings {
  center: CallCenter
  sessions: Sessions
  now: () => number
  setTimer: SetTimer
  /** How long a sign-in takes, in ms. */
  signInMs: number
  /** How long an account stays locked, in ms. */
  lockMs: number
}

/** Wrong passwords in a row that lock an account (110-016). */
const attemptsAllowed = 5
const restingStates: Record<number, RestingState> = { 3: 'busy', 4: 'idle', 5: 'wrap-up' }

/** Judges sign-ins (fact sheet §2) with the codes of §6. */
export class SignIn {
  readonly #settings: SignInSettings
  readonly #wrong = new Map<string, { count: number; lastAt: number }>()
  readonly #underWay = new Set<string>()

  constructor(settings: SignInSettings) {
    this.#settings = settings
  }

  async attempt(
    agentId: string,
    body: unknown,
    way: 'login' | 'forcelogin' | 'loginex',
  ): Promise<Answer> {
    const wanted = readBody(body, way === 'loginex')
    if ('refused' in wanted) return wanted.refused
    if (this.#underWay.has(agentId)) return refuse('100-021', 'sign-in is in progress')
    this.#underWay.add(agentId)
    try {
      await new Promise<void>((resolve) => {
        this.#settings.setTimer(this.#settings.signInMs, resolve)
      })
      return this.#judge(agentId, wanted, way)
    } finally {
      this.#underWay.delete(agentId)
    }
  }

  #judge(agentId: string, wanted: Wanted, way: string): Answer {
    const { center, sessions, now, lockMs } = this.#settings
    const agent = center.agents.get(agentId)
    const wrong = this.#wrong.get(agentId)
    if (wrong !== undefined && now() - wrong.lastAt >= lockMs) this.#wrong.delete(agentId)
    else if (wrong !== undefined && wrong.count >= attemptsAllowed)
      return refuse('110-016', 'the account is locked')
    if (agent === undefined || agent.password !== wanted.password) {
      this.#wrong.set(agentId, { count: (wrong?.count ?? 0) + 1, lastAt: now() })
      return refuse('100-004', 'wrong user or password')
    }
    this.#wrong.delete(agentId)
    sessions.lapse()
    const takenOver = sessions.of(agentId)
    if (takenOver !== undefined && way !== 'forcelogin')
      return refuse('100-002', 'the agent is already signed in')

    // A session that is taken over keeps its node: its calls live there.
    const session = sessions.open(agentId, takenOver?.node ?? agent.home, false)
    center.signIn(agentId, session.node, wanted.resting)
    const guid = session.guids.at(-1)?.value ?? ''
    return {
      ...success({
        vdnid: 3,
        workno: agentId,
        mediatype: 'TFF',
        loginTime: String(now()),
        isForceChange: 'false',
        serverName: 'AgentGateway',
        timeRemaining: '57',
      }),
      headers: {
        'Set-GUID': `JSESSIONID=${guid}`,
        'Set-Cookie': `huaweielbsession=${session.cookie}; Path=/; Secure; HttpOnly`,
      },
    }
  }
}

interface Wanted {
  password: string
  resting: RestingState
}

/** The body of fact sheet §2.2; numbers and booleans may be texts, as the official example has them. */
function readBody(body: unknown, phoneOptional: boolean): Wanted | { refused: Answer } {
  const invalid = (what: string) => ({ refused: refuse('100-001', `sign-in parameter: ${what}`) })
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return invalid('body')
  const given = body as Record<string, unknown>
  const { password, phonenum, status = 4, agenttype = 4, ip = '127.0.0.1' } = given
  if (typeof password !== 'string' || password.length > 32) return invalid('password')
  const noPhone = phonenum === undefined || phonenum === ''
  if (noPhone && !phoneOptional) return invalid('phonenum')
  if (!noPhone && !(typeof phonenum === 'string' && /^\d{1,24}$/.test(phonenum)))
    return { refused: refuse('100-013', 'the phone number is invalid') }
  const resting = restingStates[Number(status)]
  if (resting === undefined) return invalid('status')
  for (const name of ['autoanswer', 'autoenteridle', 'releasephone', 'checkInWebm', 'checkInMailm'])
    if (![undefined, true, false, 'true', 'false'].includes(given[name] as boolean | undefined))
      return invalid(name)
  if (![4, 11].includes(Number(agenttype)))
    return { refused: refuse('100-012', 'the agent type is wrong') }
  if (typeof ip !== 'string' || !/^\d{1,3}(\.\d{1,3}){3}$/.test(ip))
    return { refused: refuse('100-016', 'the IP address is wrong') }
  return { password, resting }
}
