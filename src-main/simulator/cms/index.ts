import type { CallCenter } from '../callCenter.ts'
import { makeCertificate } from '../certificate.ts'
import { Listener } from '../listener.ts'
import type { SetTimer } from '../options.ts'
import { StatsKeeper } from '../stats.ts'
import { CmsFaults, type CmsFaultSpec } from './faults.ts'
import { type CmsOptions, defaultCmsOptions } from './options.ts'
import { type CmsStats, createCmsListener, emptyStats } from './server.ts'

/** A CC-CMS beside the gateway, with the same agents and calls. */
export interface SimulatedCms {
  readonly origin: string
  /** Fingerprint of its certificate. */
  readonly sha256: string
  readonly accessKey: string
  readonly secretKey: string
  readonly ccId: number
  readonly vdn: number
  readonly stats: CmsStats
  /** Changes how it answers from now on. */
  configure: (changes: Partial<Omit<CmsOptions, 'port' | 'certificate'>>) => void
  /** Spoils requests from now on; the returned function stops it. */
  fault: (spec: CmsFaultSpec) => () => void
  clearFaults: () => void
  /** Closes the port and every connection; calls go on. */
  goAway: () => Promise<void>
  comeBack: () => Promise<void>
}

/** Starts a simulated CC-CMS: the interfaces of gateway protocol §10 over HTTPS. */
export async function startCms(
  center: CallCenter,
  wish: Partial<CmsOptions>,
  { host, now, setTimer }: { host: string; now: () => number; setTimer: SetTimer },
): Promise<SimulatedCms> {
  const options = { ...defaultCmsOptions, ...wish }
  const faults = new CmsFaults()
  const stats = emptyStats()
  const certificate = options.certificate ?? (await makeCertificate({ commonName: 'cc-cms' }))
  const listener = new Listener(
    { host, port: options.port, certificate, stats: new StatsKeeper(now) },
    createCmsListener({ center, options, faults, stats, now, setTimer }),
  )
  await listener.open()
  return {
    get origin() {
      return `https://${host.includes(':') ? `[${host}]` : host}:${listener.port}`
    },
    sha256: certificate.sha256,
    get accessKey() {
      return options.accessKey
    },
    get secretKey() {
      return options.secretKey
    },
    get ccId() {
      return options.ccId
    },
    get vdn() {
      return options.vdn
    },
    get stats() {
      return structuredClone(stats)
    },
    configure: (changes) => void Object.assign(options, changes),
    fault: (spec) => faults.add(spec),
    clearFaults: () => faults.clear(),
    goAway: () => listener.close(),
    comeBack: () => listener.open(),
  }
}
