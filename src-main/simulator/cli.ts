import { parseArgs } from 'node:util'
import {
  type SimulatedCms,
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from './index.ts'
import { mostAgents } from './options.ts'

const help = `A simulated CC-Gateway: npm run gateway -- [options]

  --port N             HTTPS port, 0 for any free one (8043)
  --host ADDRESS       address to listen on (127.0.0.1)
  --agents N           agents, the inspectors aside (50)
  --seed N             the same seed plays the same shift (1)
  --speed X            how many times faster than the clock the shift runs (1)
  --auth-mode 1|2      static or dynamic GUIDs (2)
  --guid-interval MS   how often the event poll brings a new GUID (60000)
  --guid-timeout MS    how long a GUID stays good (120000)
  --poll-wait MS       how long an event poll waits (10000)
  --nodes 1|2|3        gateway nodes behind the balancer (1)
  --unseen CODE        what a node answers about an agent of another node: a result code,
                       or "empty" for an empty list (100-006)
  --control-port N     port for driving it, 0 for any free one (none)
  --no-shift           nobody takes calls unless driven
  --no-desktops        agents are signed out until a client signs them in
  --strict             refuses what the documents do not allow
  --no-holdlistex      an old gateway, without the inspector's interface
  --cms                a CC-CMS beside it, with the same agents and calls
  --cms-port N         its HTTPS port, 0 for any free one (28443)
  --help               this text

It prints one line of JSON: address, fingerprint, accounts, control address, CC-CMS.
`

class BadFlag extends Error {}

/** A whole number of a flag, within bounds. */
function whole(name: string, text: string, from: number, to: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new BadFlag(`--${name} takes a whole number from ${from} to ${to}, not "${text}".`)
  return value
}

function readFlags(args: string[]): Partial<SimulatorOptions> | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  const number = (name: keyof typeof values, from: number, to: number) =>
    whole(name, String(values[name]), from, to)
  const day = 86_400_000
  const speed = Number(values.speed)
  if (!(speed > 0 && speed <= 1000))
    throw new BadFlag(`--speed takes a number up to 1000, not "${values.speed}".`)
  if (!/^(\d{3}-\d{3}|empty)$/.test(values.unseen))
    throw new BadFlag(`--unseen takes a code such as 400-003, or "empty", not "${values.unseen}".`)
  const guidIntervalMs = number('guid-interval', 1, day)
  const guidTimeoutMs = number('guid-timeout', 1, day)
  if (guidIntervalMs >= guidTimeoutMs)
    throw new BadFlag('--guid-interval must be below --guid-timeout.')
  return {
    port: number('port', 0, 65_535),
    host: values.host,
    agents: number('agents', 1, mostAgents),
    seed: number('seed', 0, 0xffff_ffff),
    speed,
    authMode: number('auth-mode', 1, 2) === 1 ? 1 : 2,
    guidIntervalMs,
    guidTimeoutMs,
    pollWaitMs: number('poll-wait', 0, day),
    nodes: number('nodes', 1, 3) as 1 | 2 | 3,
    unseen: values.unseen,
    controlPort: values['control-port'] === undefined ? null : number('control-port', 0, 65_535),
    shift: !values['no-shift'],
    desktops: !values['no-desktops'],
    strict: values.strict,
    holdlistex: !values['no-holdlistex'],
    cms: values.cms && { port: number('cms-port', 0, 65_535) },
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '8043' },
        host: { type: 'string', default: '127.0.0.1' },
        agents: { type: 'string', default: '50' },
        seed: { type: 'string', default: '1' },
        speed: { type: 'string', default: '1' },
        'auth-mode': { type: 'string', default: '2' },
        'guid-interval': { type: 'string', default: '60000' },
        'guid-timeout': { type: 'string', default: '120000' },
        'poll-wait': { type: 'string', default: '10000' },
        nodes: { type: 'string', default: '1' },
        unseen: { type: 'string', default: '100-006' },
        'control-port': { type: 'string' },
        'no-shift': { type: 'boolean', default: false },
        'no-desktops': { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        'no-holdlistex': { type: 'boolean', default: false },
        cms: { type: 'boolean', default: false },
        'cms-port': { type: 'string', default: '28443' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/[\n.]/)
    throw new BadFlag(`${sentence}. Try --help.`)
  }
}

/** A sentence for what keeps the server from starting. */
function whyNot(error: unknown): string {
  if (error instanceof BadFlag) return error.message
  const { code, port, address, message } = error as NodeJS.ErrnoException & {
    port?: number
    address?: string
  }
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: choose another with --port, --cms-port or --control-port.`
  if (code === 'EACCES') return `Port ${port} may not be used by this account.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${address ?? 'That address'} is not an address of this machine: check --host.`
  return message
}

async function run(args: string[]): Promise<void> {
  let simulator: Simulator
  try {
    const options = readFlags(args)
    if (options === 'help') {
      process.stdout.write(help)
      return
    }
    simulator = await startSimulator(options)
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`)
    process.exitCode = 2
    return
  }
  const { origin, sha256, accounts, controlUrl, cms } = simulator
  const line = { origin, sha256, accounts, controlUrl, ...(cms && { cms: addressOf(cms) }) }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  const end = (): void => void simulator.stop()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

/** What a client needs to know of the CC-CMS. */
const addressOf = ({ origin, sha256, accessKey, secretKey, ccId, vdn }: SimulatedCms) => ({
  origin,
  sha256,
  accessKey,
  secretKey,
  ccId,
  vdn,
})

await run(process.argv.slice(2))
