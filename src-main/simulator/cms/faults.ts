/** The interfaces of the simulated CC-CMS; `other` is everything else. */
export const cmsInterfaces = [
  'queryagentcalls',
  'querybasiccallinfo',
  'totalagentabstractex3',
  'querytotalagentinfo',
  'querytenants',
  'other',
] as const
export type CmsInterface = (typeof cmsInterfaces)[number]

interface CmsFaultTarget {
  /** Default `any`. */
  match?: CmsInterface | 'any'
  /** How many requests it spoils; endless by default. */
  times?: number
}

/** Faults that need nothing but their name. */
export const plainCmsFaults = [
  /** Destroys the socket in the middle of the body. */
  'cut',
  /** A proxy's page, HTTP 502. */
  'html502',
  /** HTTP 200 with half a JSON text. */
  'malformed-json',
  /** Accepts the request and never answers. */
  'half-open',
  /** `resultDesc` is a text although the request succeeds; the list is in `resultDatas`. */
  'text-desc',
  /** Numbers as texts. */
  'number-texts',
  /** The answer has an agent with a held call who was not asked for. */
  'other-agent',
] as const

export type CmsFaultSpec = CmsFaultTarget &
  (
    | { kind: (typeof plainCmsFaults)[number] }
    /** Answers rightly, but only after so many ms. */
    | { kind: 'delay'; ms: number }
    /** Refuses with this result code, and this text in `resultDesc`. */
    | { kind: 'code'; code: string; text?: string }
    /** An empty answer of this HTTP status. */
    | { kind: 'status'; status: number; retryAfter?: string }
    /** The answer leaves this agent out. */
    | { kind: 'missing-agent'; agentId: string }
    /** Refuses every request with this agent as an illegal parameter. */
    | { kind: 'bad-agent'; agentId: string }
    /** The calls that this agent holds have this status instead. */
    | { kind: 'call-status'; agentId: string; status: number }
  )

/** The faults in force, oldest first. */
export class CmsFaults {
  readonly #faults = new Set<{ spec: CmsFaultSpec; left: number }>()

  /** The returned function removes it. */
  add(spec: CmsFaultSpec): () => void {
    const fault = { spec, left: spec.times ?? Infinity }
    this.#faults.add(fault)
    return () => void this.#faults.delete(fault)
  }

  clear(): void {
    this.#faults.clear()
  }

  /** All faults for a request to this interface, counted as used. */
  take(name: CmsInterface): CmsFaultSpec[] {
    return [...this.#faults].flatMap((fault) => {
      const { match = 'any' } = fault.spec
      if (match !== 'any' && match !== name) return []
      fault.left -= 1
      if (fault.left <= 0) this.#faults.delete(fault)
      return [fault.spec]
    })
  }
}
