import type { Log } from '../base/log.ts'
import type { Time } from '../base/timers.ts'
import type { Answer, Ask, Transport } from './transport.ts'

/** For tests: runs all pending promise callbacks, but no timers. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** For tests: a clock that only advances on request. */
export class HandTime implements Time {
  #now = 0
  readonly #timers = new Set<{ at: number; run: () => void }>()

  now(): number {
    return this.#now
  }

  schedule(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Ms from now at which each timer is due, soonest first. */
  get due(): number[] {
    return [...this.#timers].map(({ at }) => at - this.#now).sort((a, b) => a - b)
  }

  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    await settle()
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#timers.delete(next)
      this.#now = next.at
      next.run()
      await settle()
    }
    this.#now = until
  }
}

export interface Asked {
  method: Ask['method']
  path: string
  body: unknown
  guid: string | null
  cookie: string | null
  timeoutMs: number | undefined
}

export type Scripted =
  | { retcode: string; result?: unknown; event?: unknown; guid?: string }
  | Extract<Answer, { ok: false }>
  | 'hang'
type Script = Scripted | ((request: Asked, count: number) => Scripted | Promise<Scripted>)

const anyUrl = 'https://gw.example:8043/agentgateway/resource/'

/** For tests: a gateway below the HTTP layer; each path responds as scripted, `100-006` by default. */
export class ScriptedGateway implements Transport {
  readonly request: Asked[] = []
  readonly #scripts = new Map<string, Script>()
  readonly #counts = new Map<string, number>()

  /** Sets the response to `PUT onlineagent/101` from now on. */
  answer(what: string, script: Script): this {
    this.#scripts.set(what, script)
    return this
  }

  count(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  async send({ method, path, body, keys, signal, timeoutMs }: Ask): Promise<Answer> {
    const what = `${method} ${path}`
    const headers = new Headers()
    keys?.addTo(headers, anyUrl)
    const guid = headers.get('guid')
    const request = { method, path, body, guid, cookie: headers.get('cookie'), timeoutMs }
    const generation = keys?.generation ?? 0
    this.request.push(request)
    const count = this.count(what) + 1
    this.#counts.set(what, count)
    const script = this.#scripts.get(what) ?? { retcode: '100-006' }
    const scripted = await (typeof script === 'function' ? script(request, count) : script)
    if (scripted === 'hang') {
      return new Promise((resolve) => {
        const end = () => resolve({ ok: false, reason: 'timeout' })
        signal?.addEventListener('abort', end)
        if (signal?.aborted) end()
      })
    }
    if ('ok' in scripted) return scripted
    const { retcode, result, event } = scripted
    if (scripted.guid !== undefined) {
      keys?.takeFrom(new Headers({ 'set-guid': `JSESSIONID=${scripted.guid}` }), anyUrl)
    }
    return { ok: true, reply: { retcode, message: '', result, event }, generation }
  }
}

export interface Line {
  level: 'debug' | 'info' | 'warn'
  message: string
  fields: Record<string, unknown> | undefined
}

/** For tests: records log entries. */
export function keptLog(): Log & { lines: Line[] } {
  const lines: Line[] = []
  const at = (level: Line['level']) => (message: string, fields?: Record<string, unknown>) =>
    void lines.push({ level, message, fields })
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn') }
}
