import { X509Certificate } from 'node:crypto'
import { HandTime, keptLog } from '../gateway/fakes.ts'
import { createTransport } from '../gateway/transport.ts'
import { makeCertificate, type MadeCertificate } from '../simulator/certificate.ts'
import {
  type CmsOptions,
  type SimulatedCms,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../simulator/index.ts'
import { createTrustedDispatcher } from '../trust/connector.ts'
import { factsOf, type Pinned } from '../trust/verdict.ts'
import { type CmsReader, type CmsReaderOptions, createCmsReader } from './reader.ts'
import type { SignatureForm } from './signature.ts'

const open: (() => unknown)[] = []

/** For tests: closes everything that was opened. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close()
}

let certificate: Promise<MadeCertificate> | null = null

export const vendorForm: SignatureForm = { time: 'seconds', hasQueryLine: false, headers: 'host' }

export interface CmsFloor {
  simulator: Simulator
  cms: SimulatedCms
  time: HandTime
  log: ReturnType<typeof keptLog>
  /** Trusts the certificate of the CC-CMS no longer. */
  distrust(): void
  /** A reader over the app's own connection. */
  reader(changes?: Partial<CmsReaderOptions>): CmsReader
}

/**
 * For tests: a simulated CC-CMS over TLS, and readers with a clock that advances on request. The wall clock of both
 * sides moves with it.
 */
export async function cmsFloor(
  wish: Partial<CmsOptions> = {},
  options: Partial<SimulatorOptions> = {},
): Promise<CmsFloor> {
  const { certPem, ...others } = await (certificate ??= makeCertificate())
  const time = new HandTime()
  const wall = () => 1_760_000_000_000 + time.now()
  const simulator = await startSimulator({
    agents: 4,
    shift: false,
    now: wall,
    cms: { certificate: { certPem, ...others }, ...wish },
    ...options,
  })
  open.push(() => simulator.stop())
  const { cms } = simulator
  if (cms === null) throw new Error('no CC-CMS')
  const { origin, accessKey, secretKey, ccId, vdn } = cms
  const facts = factsOf(new X509Certificate(certPem))
  const trust = {
    pin: { origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 } as Pinned,
  }
  const trusted = createTrustedDispatcher({
    origin,
    systemCas: [],
    pin: () => trust.pin,
  })
  open.push(() => trusted.close())
  const log = keptLog()
  const transport = createTransport({ origin, dispatcher: trusted.dispatcher, log })
  return {
    simulator,
    cms,
    time,
    log,
    distrust() {
      trust.pin = null
    },
    reader(changes) {
      const reader = createCmsReader({
        transport: transport,
        account: { accessKey, secretKey, ccId, vdn },
        host: new URL(origin).host,
        time,
        log,
        random: () => 0.5,
        wall,
        ...changes,
      })
      open.push(() => reader.close())
      return reader
    },
  }
}

/** For tests: resolves with the reader's state as soon as it is of one of these kinds. */
export function stateOf(reader: CmsReader, ...kinds: string[]): Promise<CmsReader['state']> {
  return new Promise((resolve) => {
    const look = () => {
      if (!kinds.includes(reader.state.kind)) return
      stop()
      resolve(reader.state)
    }
    const stop = reader.onState(look)
    look()
  })
}
