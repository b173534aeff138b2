import type { Scripted } from './fakes.ts'
import type { Answer, Ask, Transport } from './transport.ts'

const anyUrl = 'https://gw.example:8043/agentgateway/resource/'

interface FakeAgent {
  /** Null while signed out. */
  node: number | null
  callId: string | null
}

/** For tests: a cluster below the HTTP layer, whose nodes answer about agents whom they do not see as wanted. */
export class FakeCluster implements Transport {
  /** `GET calldata/900/holdlistex/101`, except polls. */
  asked: string[] = []
  readonly agents = new Map<string, FakeAgent>()
  /** By account: the GUID that its next answer brings. */
  readonly #renewed = new Map<string, string>()
  readonly #sessions = new Map<string, { guid: string; node: number }>()
  /** By account: the events that wait for its poll, or the poll that waits for one. */
  readonly #events = new Map<string, unknown[]>()
  readonly #polls = new Map<string, (answer: Scripted) => void>()
  #signIns = 0
  /** The nodes of the next sign-ins; then each account's own: 900 at 0, 901 at 1. */
  nextNodes: number[] = []
  unseen: (agentId: string, node: number) => Scripted = () => ({ retcode: '400-003' })
  /** Replaces an answer; undefined where nothing is wrong. */
  fault: (what: string) => Scripted | undefined = () => undefined
  cookies: (string | null)[] = []

  /** These agents, one after the other at nodes 0, 1 …. */
  constructor(agentIds: readonly string[], nodes: number) {
    for (const [index, agentId] of agentIds.entries()) {
      this.agents.set(agentId, { node: index % nodes, callId: null })
    }
  }

  agent(agentId: string): FakeAgent {
    const agent = this.agents.get(agentId)
    if (agent === undefined) throw new Error(`no agent ${agentId}`)
    return agent
  }

  /** The node that this account is signed in at. */
  nodeOf(account: string): number | undefined {
    return this.#sessions.get(account)?.node
  }

  /** Ends the session; its poll is answered. */
  end(account: string): void {
    this.#sessions.delete(account)
    this.#polls.get(account)?.({ retcode: '100-006' })
  }

  /** The node's sessions end, and its agents with their calls are at another one. */
  failOver(from: number, to: number): void {
    for (const [account, { node }] of this.#sessions) if (node === from) this.end(account)
    for (const agent of this.agents.values()) if (agent.node === from) agent.node = to
  }

  /** Another node takes this session over, as the GUID of its next answer shows. */
  moveSession(account: string, node: number): void {
    const guid = `g-${(this.#signIns += 1)}.AgentGateway${node}`
    const session = this.#sessions.get(account)
    if (session === undefined) throw new Error(`${account} is not signed in`)
    session.node = node
    this.#renewed.set(account, guid)
  }

  /** Tells an inspector that this agent has signed in or out. */
  notify(account: string, agentId: string): void {
    const event = { eventType: 'QC_AgentState_Notify', content: { monitoredagent: agentId } }
    const poll = this.#polls.get(account)
    if (poll !== undefined) poll({ retcode: '0', event })
    else this.#events.set(account, [...(this.#events.get(account) ?? []), event])
  }

  count(what: RegExp): number {
    return this.asked.filter((each) => what.test(each)).length
  }

  async send({ method, path, keys, signal }: Ask): Promise<Answer> {
    const what = `${method} ${path}`
    const headers = new Headers()
    keys?.addTo(headers, anyUrl)
    const generation = keys?.generation ?? 0
    if (!path.startsWith('agentevent/')) this.asked.push(what)
    const [, account = ''] = /^\w+\/(\d+)/.exec(path) ?? []
    const isSignIn = method === 'PUT' && path.startsWith('onlineagent/')
    if (isSignIn) this.cookies.push(headers.get('cookie'))
    const fault = this.fault(what)
    const isValid = headers.get('guid') === this.#sessions.get(account)?.guid
    const scripted =
      fault ??
      (isSignIn
        ? this.#signIn(account)
        : isValid && headers.has('guid')
          ? await this.#answer(account, what, signal)
          : { retcode: '100-006' })
    if (scripted === 'hang') return { ok: false, reason: 'timeout' }
    if ('ok' in scripted) return scripted
    const { retcode, result, event } = scripted
    const guid = scripted.guid ?? this.#renewed.get(account)
    const session = this.#sessions.get(account)
    if (guid !== undefined && session !== undefined) session.guid = guid
    this.#renewed.delete(account)
    if (guid !== undefined) {
      const cookie = `elb=node${session?.node}; Path=/`
      keys?.takeFrom(
        new Headers({ 'set-guid': `JSESSIONID=${guid}`, 'set-cookie': cookie }),
        anyUrl,
      )
    }
    return { ok: true, reply: { retcode, message: '', result, event }, generation }
  }

  #signIn(account: string): Scripted {
    if (this.#sessions.has(account)) return { retcode: '100-002' }
    const node = this.nextNodes.shift() ?? Number(account) - 900
    const guid = `g-${(this.#signIns += 1)}.AgentGateway${node}`
    this.#sessions.set(account, { guid, node })
    return { retcode: '0', guid, result: {} }
  }

  async #answer(account: string, what: string, signal?: AbortSignal): Promise<Scripted> {
    const node = this.nodeOf(account) ?? 0
    const [, route = '', agentId = ''] = /^\w+ (\w+\/\d+\/?\w*)\/?(\w*)/.exec(what) ?? []
    switch (route.replace(/\/\d+/, '')) {
      case 'onlineagent/logout':
        this.end(account)
        return { retcode: '0' }
      case 'onlineagent/agentstatus':
        return { retcode: '0', result: { agentState: 3 } }
      case 'agentgroup/iscensor':
        return { retcode: '0', result: true }
      case 'agentgroup/allagentstatus':
        return { retcode: '0', result: this.#directory() }
      case 'calldata/holdlistex':
        return this.#holds(agentId, node)
      case 'agentevent':
      case 'agentevent/':
        return this.#poll(account, signal)
      case 'onlineagent/sendnoteletex':
        return { retcode: '0' }
      default:
        return { ok: false, reason: 'http-status', status: 404 }
    }
  }

  #directory(): unknown[] {
    const accounts = [...this.#sessions.keys()].map((workno) => ({ workno, status: 3 }))
    const agents = [...this.agents].map(([workno, { node }]) => ({
      workno,
      status: node === null ? 2 : 7,
    }))
    return [...accounts, ...agents]
  }

  #holds(agentId: string, node: number): Scripted {
    const agent = this.agents.get(agentId)
    if (agent === undefined) return { retcode: '300-002' }
    if (agent.node === null) return { retcode: '100-006' }
    if (agent.node !== node) return this.unseen(agentId, node)
    const call = { callid: agent.callId, callfeature: 0, caller: '021', called: '400' }
    return agent.callId === null ? { retcode: '400-003' } : { retcode: '0', result: [call] }
  }

  #poll(account: string, signal?: AbortSignal): Promise<Scripted> | Scripted {
    const event = this.#events.get(account)?.shift()
    if (event !== undefined) return { retcode: '0', event }
    return new Promise((resolve) => {
      const end = (answer: Scripted) => {
        this.#polls.delete(account)
        resolve(answer)
      }
      this.#polls.set(account, end)
      signal?.addEventListener('abort', () => end({ ok: false, reason: 'timeout' }))
    })
  }
}
