/** What a request is for; `other` is everything outside the interface. */
export const requestKinds = [
  'login',
  'logout',
  'poll',
  'holdlist',
  'holdlistex',
  'allagentstatus',
  'iscensor',
  'agentstatus',
  'agentbyworkno',
  'allagent',
  'updateguid',
  'syncagentinfo',
  'onlineagentonvdn',
  'agentholdnum',
  'callinfo',
  'voicecall',
  'resetskill',
  'setstate',
  'heartbeat',
  'clusterinfo',
  'sendnote',
  'other',
] as const
export type RequestKind = (typeof requestKinds)[number]

interface FaultTarget {
  /** Default `any`. */
  match?: RequestKind | 'any'
  /** Only requests about this agent: the one looked at, or else the one asking. */
  agentId?: string
  /** How many requests it spoils; endless by default. */
  times?: number
}

/** Faults that need nothing but their name. */
export const plainFaults = [
  /** Destroys the socket in the middle of the body. */
  'cut',
  /** Does what was asked, and destroys the socket in place of an answer. */
  'lost-answer',
  /** A proxy's page, HTTP 502. */
  'html502',
  /** HTTP 200 with half a JSON text. */
  'malformed-json',
  /** Numbers for strings, strings for numbers, one object for a list. */
  'wrong-types',
  /** Accepts the request and never answers. */
  'half-open',
  /** The body in GBK, said so in the header, with a Chinese skill (gateway protocol §1.3). */
  'gbk',
  /** Success with an empty list, instead of 400-003. */
  'empty-list',
  /** Success with `"result": null`, instead of 400-003. */
  'null-result',
  /** Every entry lacks its call id. */
  'no-callid',
  /** `msg` for `message` (gateway protocol §1.3). */
  'msg',
  /** The body as text/html without a charset, though it is JSON (gateway protocol §1.3). */
  'text-type',
] as const

export type FaultSpec = FaultTarget &
  (
    | { kind: (typeof plainFaults)[number] }
    /** Answers rightly, but only after so many ms. */
    | { kind: 'delay'; ms: number }
    /** Refuses with this result code. */
    | { kind: 'retcode'; code: string }
    /** An empty answer of this HTTP status. */
    | { kind: 'status'; status: number }
    /** HTTP 302 to this address. */
    | { kind: 'redirect'; location: string }
  )

/** The faults in force, oldest first. */
export class Faults {
  readonly #faults = new Map<number, { spec: FaultSpec; left: number }>()
  #made = 0

  /** Returns the number to remove it by. */
  add(spec: FaultSpec): number {
    this.#made += 1
    this.#faults.set(this.#made, { spec, left: spec.times ?? Infinity })
    return this.#made
  }

  remove(id: number): boolean {
    return this.#faults.delete(id)
  }

  clear(): void {
    this.#faults.clear()
  }

  list(): (FaultSpec & { id: number; left: number | null })[] {
    return [...this.#faults].map(([id, { spec, left }]) => ({
      ...spec,
      id,
      left: left === Infinity ? null : left,
    }))
  }

  /** The first fault that spoils this request, counted as used. */
  take(kind: RequestKind, agentId: string | undefined): FaultSpec | undefined {
    for (const [id, fault] of this.#faults) {
      const { match = 'any', agentId: target } = fault.spec
      if (match !== 'any' && match !== kind) continue
      if (target !== undefined && target !== agentId) continue
      fault.left -= 1
      if (fault.left <= 0) this.#faults.delete(id)
      return fault.spec
    }
    return undefined
  }
}

type Json = Record<string, unknown>

/** Numbers become texts, texts become numbers where they can, and a list of one becomes its entry. */
export function wrongTypes(body: Json): Json {
  const twist = (value: unknown): unknown => {
    if (typeof value === 'number') return String(value)
    if (typeof value === 'string') return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value
    if (Array.isArray(value)) return value.length === 1 ? twist(value[0]) : value.map(twist)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, twist(inner)]))
  }
  return { ...body, retcode: body.retcode === '0' ? 0 : body.retcode, result: twist(body.result) }
}

/** Changes every entry of a list of calls; anything else stays. */
export function eachCall(body: Json, change: (call: Json) => Json): Json {
  if (!Array.isArray(body.result)) return body
  return { ...body, result: body.result.map((entry: unknown) => change(entry as Json)) }
}

let gbkBytes: Map<string, number> | undefined

/** Node reads GBK but does not write it: the table for writing is what reading gives, turned round. */
export function encodeGbk(text: string): Buffer {
  if (gbkBytes === undefined) {
    gbkBytes = new Map()
    const decoder = new TextDecoder('gbk')
    const pair = new Uint8Array(2)
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        pair.set([lead, trail])
        const letter = decoder.decode(pair)
        if (letter.length === 1 && letter !== '\ufffd') gbkBytes.set(letter, lead * 256 + trail)
      }
    }
  }
  const bytes: number[] = []
  for (const letter of text) {
    const code = gbkBytes.get(letter)
    if (letter.charCodeAt(0) < 0x80) bytes.push(letter.charCodeAt(0))
    else if (code === undefined) bytes.push(0x3f)
    else bytes.push(code >> 8, code & 0xff)
  }
  return Buffer.from(bytes)
}
