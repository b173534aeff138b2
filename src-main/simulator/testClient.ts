import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { Simulator } from './index.ts'

export interface TestReply {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  /** The parsed body; undefined when it is not JSON. */
  body: Record<string, unknown> | undefined
}

/** A plain client of the simulated gateway, for its own tests: it accepts any certificate. */
export class TestClient {
  readonly #agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
  readonly #simulator: Pick<Simulator, 'origin'>
  guid = ''
  cookie = ''

  constructor(simulator: Pick<Simulator, 'origin'>) {
    this.#simulator = simulator
  }

  /** `path` starts after `resource/`. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<TestReply> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#simulator.origin}/agentgateway/resource/${path}`,
        {
          method,
          agent: this.#agent,
          headers: {
            'Content-Type': 'application/json; charset=UTF-8',
            ...(this.guid === '' ? {} : { guid: this.guid }),
            ...(this.cookie === '' ? {} : { cookie: this.cookie }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const bytes = Buffer.concat(chunks)
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              bytes,
              body: parse(bytes),
            })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  get(path: string): Promise<TestReply> {
    return this.send('GET', path)
  }

  /** The result code of a GET. */
  async code(path: string): Promise<unknown> {
    return (await this.get(path)).body?.retcode
  }

  /** Signs in and keeps GUID and cookie, as a client should. */
  async signIn(
    agentId: string,
    change: { way?: string; body?: Record<string, unknown> } = {},
  ): Promise<TestReply> {
    const reply = await this.send('PUT', `onlineagent/${agentId}${change.way ?? ''}`, {
      password: 'Simulated-1',
      phonenum: '70001',
      autoanswer: false,
      autoenteridle: false,
      status: 3,
      ...change.body,
    })
    this.take(reply)
    this.cookie = reply.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? this.cookie
    return reply
  }

  /** Takes a renewed GUID from an answer. */
  take(reply: TestReply): void {
    const header = reply.headers['set-guid']
    if (typeof header === 'string') this.guid = header.replace('JSESSIONID=', '')
  }

  close(): void {
    this.#agent.destroy()
  }
}

function parse(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}
