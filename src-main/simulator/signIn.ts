import type { Balancer } from './balancer.ts'
import type { Agent, CallCenter, RestingState } from './callCenter.ts'
import type { SetTimer } from './options.ts'
import { refuse, success, type SimulatedAnswer } from './answer.ts'
import type { Sessions } from './sessions.ts'

export interface SignInSettings {
  center: CallCenter
  sessions: Sessions
  balancer: Balancer
  now: () => number
  setTimer: SetTimer
  /** How long a sign-in takes, in ms. */
  signInMs: number
  /** How long a sign-out takes, in ms. */
  signOutMs: number
  /** How long an account stays locked, in ms. */
  lockMs: number
  /** Refuses what the documents do not allow. */
  strict: boolean
}

export interface SignInWay {
  /** Takes the session over from the client that has it. */
  force: boolean
  phone: 'needed' | 'optional'
}

/** Wrong passwords in a row that lock an account (110-016). */
const attemptsAllowed = 5
const restingStates: Record<number, RestingState> = { 3: 'busy', 4: 'idle', 5: 'wrap-up' }

/** Judges sign-ins and sign-outs (gateway protocol §2.4, §2.5) with the codes of §6. */
export class SignIn {
  readonly #settings: SignInSettings
  readonly #wrong = new Map<string, { count: number; lastAt: number }>()
  readonly #underWay = new Map<string, 'in' | 'out'>()

  constructor(settings: SignInSettings) {
    this.#settings = settings
  }

  /** @param cookie the request's header, which may lead to a certain node */
  async attempt(
    agentId: string,
    body: unknown,
    way: SignInWay,
    cookie: string | undefined,
  ): Promise<SimulatedAnswer> {
    const input = readBody(body, way, this.#settings.strict)
    if ('refused' in input) return input.refused
    return this.#alone(agentId, 'in', () => this.#judge(agentId, input, way, cookie))
  }

  /** Signs out; by force also in a call, which it releases. */
  async leave(agent: Agent, { force }: { force: boolean }): Promise<SimulatedAnswer> {
    const { center, sessions } = this.#settings
    return this.#alone(agent.agentId, 'out', () => {
      if (agent.calls.length > 0 && !force) return refuse('100-010', 'the agent is in a call')
      // In this order: a poll that waits may still hear of it.
      center.signOut(agent.agentId)
      sessions.close(agent.agentId)
      return success()
    })
  }

  /** Sign-ins and sign-outs of one agent must not overlap (gateway protocol §2.4). */
  async #alone(
    agentId: string,
    what: 'in' | 'out',
    act: () => SimulatedAnswer,
  ): Promise<SimulatedAnswer> {
    const other = this.#underWay.get(agentId)
    if (other === 'in') return refuse('100-021', 'sign-in is in progress')
    if (other === 'out') return refuse('000-007', 'sign-out is in progress')
    this.#underWay.set(agentId, what)
    const { setTimer, signInMs, signOutMs } = this.#settings
    const ms = what === 'in' ? signInMs : signOutMs
    try {
      if (ms > 0) await new Promise<void>((resolve) => void setTimer(ms, resolve))
      return act()
    } finally {
      this.#underWay.delete(agentId)
    }
  }

  #judge(
    agentId: string,
    input: Wanted,
    { force }: SignInWay,
    cookie: string | undefined,
  ): SimulatedAnswer {
    const { center, sessions, balancer, now, lockMs } = this.#settings
    const agent = center.agents.get(agentId)
    const wrong = this.#wrong.get(agentId)
    if (wrong !== undefined && now() - wrong.lastAt >= lockMs) this.#wrong.delete(agentId)
    else if (wrong !== undefined && wrong.count >= attemptsAllowed)
      return refuse('110-016', 'the account is locked')
    if (agent === undefined || agent.password !== input.password) {
      this.#wrong.set(agentId, { count: (wrong?.count ?? 0) + 1, lastAt: now() })
      return refuse('100-004', 'wrong user or password')
    }
    this.#wrong.delete(agentId)
    sessions.lapse()
    const takenOver = sessions.of(agentId)
    if (takenOver !== undefined && !force)
      return refuse('100-002', 'the agent is already signed in')

    // A session that is taken over keeps its node: its calls live there.
    const { resting, autoAnswer, pushed } = input
    const node = takenOver?.node ?? balancer.nodeForSignIn(cookie, agent.home)
    const session = sessions.open(agentId, node, { autoAnswer, pushed })
    center.signIn(agentId, session.node, resting)
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
        'Set-Cookie': balancer.cookieFor(session.node),
      },
    }
  }
}

interface Wanted {
  password: string
  resting: RestingState
  autoAnswer: boolean
  pushed: boolean
}

/**
 * The body of gateway protocol §2.2; numbers and booleans may be texts, as the official example has them. Some of the
 * vendor's own clients also send 1 and 0 for booleans, a number for the phone, and an empty address.
 */
function readBody(
  body: unknown,
  way: SignInWay,
  strict: boolean,
): Wanted | { refused: SimulatedAnswer } {
  const invalid = (what: string) => ({ refused: refuse('100-001', `sign-in parameter: ${what}`) })
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return invalid('body')
  const fields = body as Record<string, unknown>
  const { password, status = 4, agenttype = 4, ip = '127.0.0.1' } = fields
  if (typeof password !== 'string' || password.length > 32) return invalid('password')
  const phone = strict ? fields.phonenum : numberAsText(fields.phonenum)
  const noPhone = phone === undefined || phone === ''
  if (noPhone && way.phone === 'needed') return invalid('phonenum')
  if (!noPhone && !(typeof phone === 'string' && /^\d{1,24}$/.test(phone)))
    return { refused: refuse('100-013', 'the phone number is invalid') }
  const resting = restingStates[Number(status)]
  if (resting === undefined) return invalid('status')
  const flags: Record<string, boolean | undefined> = {}
  for (const name of [
    'autoanswer',
    'autoenteridle',
    'releasephone',
    'checkInWebm',
    'checkInMailm',
  ]) {
    const flag = readFlag(fields[name], strict)
    if (flag === 'strange') return invalid(name)
    flags[name] = flag
  }
  if (!(strict ? [4, 11].includes(Number(agenttype)) : Number.isInteger(Number(agenttype))))
    return { refused: refuse('100-012', 'the agent type is wrong') }
  if (typeof ip !== 'string' || !(isIPv4(ip) || (ip === '' && !strict)))
    return { refused: refuse('100-016', 'the IP address is wrong') }
  // Only both together mean that events are pushed.
  const pushed = [fields.callBackUri, fields.serviceToken].every((one) => isText(one))
  return { password, resting, autoAnswer: flags.autoanswer ?? true, pushed }
}

function readFlag(value: unknown, strict: boolean): boolean | undefined | 'strange' {
  if (value === undefined || typeof value === 'boolean') return value
  if (value === 'true' || (!strict && (value === 1 || value === '1'))) return true
  if (value === 'false' || (!strict && (value === 0 || value === '0'))) return false
  return 'strange'
}

const numberAsText = (value: unknown): unknown =>
  typeof value === 'number' ? String(value) : value
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isIPv4 = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text)
