import type { CallCenter, CallWish } from './callCenter.ts'
import { centerNumber, customerNumber, skills } from './names.ts'
import { createRandom, type Random } from './random.ts'

type Duty =
  'signed-out' | 'idle' | 'ringing' | 'talking' | 'held' | 'consulting' | 'wrap-up' | 'rest'

/** One agent's working day: what is being done, and when (ms of the shift) that ends. */
interface Plan {
  agentId: string
  random: Random
  duty: Duty
  until: number
  callId: string
  /** The consultation made during this call; at most one. */
  consultId: string
  /** The call of the start that is sure to be held next, so that a demo shows something at once. */
  holdsNext: boolean
  /** A note reminded the agent of the held call: it is retrieved next, whatever else was planned. */
  isReminded: boolean
}

export interface ShiftSettings {
  seed: number
  /** The shift signs agents in; otherwise it only works with those whom a client signed in. */
  desktops: boolean
  /** How the shift signs an agent in. */
  signIn: (agentId: string) => void
  /** How likely it is that a note makes an agent retrieve the held call, from 0 to 1. */
  noteEffect: number
}

const second = 1000

/**
 * Plays a believable working day. It knows no clock: `step` moves it on. Each agent draws from a
 * sequence of its own and acts at exact moments, so a seed gives the same day in steps of any size.
 */
export class Shift {
  readonly #center: CallCenter
  readonly #settings: ShiftSettings
  readonly #plans: Plan[]
  readonly #byHand = new Set<string>()
  readonly #lent = new Set<string>()
  #at = 0

  constructor(center: CallCenter, settings: ShiftSettings) {
    this.#center = center
    this.#settings = settings
    const workers = [...center.agents.values()].filter((agent) => !agent.inspector)
    this.#plans = workers.map(({ agentId }) => ({
      agentId,
      random: createRandom(settings.seed, agentId),
      duty: 'signed-out',
      until: 0,
      callId: '',
      consultId: '',
      holdsNext: false,
      isReminded: false,
    }))
    const random = createRandom(settings.seed, 'start')
    const order = this.#plans.map((plan) => ({ plan, place: random.unit() }))
    order.sort((a, b) => a.place - b.place)
    order.forEach(({ plan }, place) => this.#begin(plan, place, order.length))
  }

  /** Leaves this agent to whoever drives it from now on. */
  leave(agentId: string): void {
    this.#byHand.add(agentId)
  }

  /** Leaves this agent to a client until the agent has no call and is idle. */
  lend(agentId: string): void {
    this.#lent.add(agentId)
  }

  /** An agent who holds may answer a note by going back to the call within a few seconds. */
  noteArrived(agentId: string): void {
    const plan = this.#plans.find((one) => one.agentId === agentId)
    if (plan?.duty !== 'held' || plan.isReminded) return
    if (!plan.random.chance(this.#settings.noteEffect)) return
    plan.isReminded = true
    plan.until = Math.min(plan.until, this.#at + plan.random.between(2, 8) * second)
  }

  /** Moves the day on by so many ms. */
  step(ms: number): void {
    this.#at += ms
    for (let next = this.#next(); next !== undefined; next = this.#next()) this.#act(next)
  }

  /** Whose turn it is now: the plan that has been due longest. */
  #next(): Plan | undefined {
    let first: Plan | undefined
    for (const plan of this.#plans)
      if (
        plan.until <= this.#at &&
        plan.until < (first?.until ?? Infinity) &&
        !this.#byHand.has(plan.agentId)
      )
        first = plan
    return first
  }

  /** At the start the day is under way: many talk, some are about to hold, a few are still to come. */
  #begin(plan: Plan, place: number, count: number): void {
    const { random } = plan
    const share = place / count
    if (!this.#settings.desktops) {
      plan.until = random.between(1, 10) * second
      return
    }
    if (share >= 0.9 && place > 1) {
      plan.until = random.between(2, 20) * second
      return
    }
    this.#settings.signIn(plan.agentId)
    if (share < 0.5) {
      plan.callId = this.#center.talk(plan.agentId, this.#newCall(plan))
      plan.duty = 'talking'
      plan.holdsNext = share < 0.15
      plan.until = (plan.holdsNext ? random.between(0.5, 4.5) : random.between(5, 120)) * second
    } else {
      plan.duty = 'idle'
      plan.until = random.between(3, 200) * second
    }
  }

  #act(plan: Plan): void {
    const { agentId, random } = plan
    const agent = this.#center.agent(agentId)
    if (agent.node === null) {
      if (plan.duty !== 'signed-out' || !this.#settings.desktops) {
        // Signed out from outside: the agent comes back after a while, or waits for a client.
        plan.duty = 'signed-out'
        plan.until += random.between(5, 30) * second
        return
      }
      this.#settings.signIn(agentId)
      return this.#idle(plan)
    }
    if (this.#lent.has(agentId)) {
      if (agent.calls.length > 0 || agent.resting !== 'idle') {
        plan.until += second
        return
      }
      this.#lent.delete(agentId)
    }
    if (!this.#stillTrue(plan)) return this.#idle(plan)
    switch (plan.duty) {
      case 'signed-out':
      case 'rest':
      case 'wrap-up':
        return this.#idle(plan)
      case 'idle':
        return this.#takeCall(plan)
      case 'ringing':
        this.#center.talk(agentId, { callId: plan.callId })
        return this.#keepTalking(plan)
      case 'talking':
        return this.#afterTalking(plan)
      case 'held':
        return this.#afterHold(plan)
      case 'consulting':
        this.#center.release(agentId, plan.consultId)
        plan.duty = 'held'
        plan.until += random.between(2, 10) * second
    }
  }

  /** False when somebody else ended or changed the call that the plan was about. */
  #stillTrue({ agentId, duty, callId, consultId }: Plan): boolean {
    const { calls } = this.#center.agent(agentId)
    const state = (id: string) => calls.find((call) => call.callId === id)?.state
    if (duty === 'ringing' || duty === 'talking' || duty === 'held') return state(callId) === duty
    if (duty === 'consulting') return state(callId) === 'held' && state(consultId) === 'talking'
    return calls.length === 0
  }

  #idle(plan: Plan): void {
    const { agentId, random } = plan
    while (this.#center.agent(agentId).calls.length > 0) this.#center.release(agentId)
    this.#center.setState(agentId, 'idle')
    plan.duty = 'idle'
    plan.until += random.between(40, 380) * second
  }

  #takeCall(plan: Plan): void {
    const { agentId, random } = plan
    if (random.chance(0.12)) {
      this.#center.setState(agentId, random.chance(0.7) ? 'rest' : 'busy')
      plan.duty = 'rest'
      plan.until += random.between(120, 500) * second
      return
    }
    const wish = this.#newCall(plan)
    if (wish.feature === 0) {
      plan.callId = this.#center.ring(agentId, wish)
      plan.duty = 'ringing'
      plan.until += random.between(2, 7) * second
    } else {
      plan.callId = this.#center.talk(agentId, wish)
      this.#keepTalking(plan)
    }
  }

  #keepTalking(plan: Plan): void {
    plan.duty = 'talking'
    plan.until += plan.random.between(40, 190) * second
  }

  #afterTalking(plan: Plan): void {
    const { agentId, random } = plan
    const holds = random.chance(0.55) || plan.holdsNext
    plan.holdsNext = false
    if (holds) {
      this.#center.hold(agentId, { callId: plan.callId })
      plan.duty = 'held'
      plan.isReminded = false
      plan.until += holdTime(random)
      return
    }
    this.#center.release(agentId, plan.callId)
    this.#wrapUp(plan)
  }

  #afterHold(plan: Plan): void {
    const { agentId, random } = plan
    if (plan.isReminded) {
      this.#center.retrieve(agentId, plan.callId)
      this.#keepTalking(plan)
    } else if (plan.consultId === '' && random.chance(0.12)) {
      const colleague = random.pick(skills)
      const called = String(random.whole(10401, 10450))
      plan.consultId = this.#center.talk(agentId, {
        caller: agentId,
        called,
        feature: 51,
        skill: colleague,
      })
      plan.duty = 'consulting'
      plan.until += random.between(10, 60) * second
    } else if (random.chance(0.08)) {
      // The customer has had enough and hangs up while on hold.
      this.#center.hangUp(agentId, plan.callId)
      this.#wrapUp(plan)
    } else {
      this.#center.retrieve(agentId, plan.callId)
      this.#keepTalking(plan)
    }
  }

  #wrapUp(plan: Plan): void {
    const { agentId, random } = plan
    plan.consultId = ''
    this.#center.setState(agentId, 'wrap-up')
    plan.duty = 'wrap-up'
    plan.until += random.between(8, 60) * second
  }

  #newCall(plan: Plan): CallWish & { feature: number } {
    const { agentId, random } = plan
    const feature = random.pick([0, 0, 0, 0, 0, 0, 7, 7, 44, 6])
    const customer = customerNumber(random)
    const skill = feature === 6 ? '' : random.pick(skills)
    if (feature === 6)
      return { feature, skill, caller: agentId, called: String(random.whole(10401, 10450)) }
    return feature === 0
      ? { feature, skill, caller: customer, called: centerNumber }
      : { feature, skill, caller: centerNumber, called: customer }
  }
}

/** Long-tailed: most holds end within a minute, a few last longer than five. In ms. */
function holdTime(random: Random): number {
  const kind = random.unit()
  if (kind < 0.6) return random.between(5, 60) * second
  return (kind < 0.88 ? random.between(60, 240) : random.between(300, 700)) * second
}
