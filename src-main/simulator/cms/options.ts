import type { MadeCertificate } from '../certificate.ts'
import type { AcceptedForm } from './signature.ts'

/** How to set up a simulated CC-CMS; times in ms. */
export interface CmsOptions {
  /** 0 takes any free port. */
  port: number
  accessKey: string
  secretKey: string
  ccId: number
  vdn: number
  /** The forms of the signature that are accepted. */
  forms: readonly AcceptedForm[]
  /** How far its clock is ahead of the simulator's; negative: behind. */
  clockAheadMs: number
  /** How far the time of a signature may be from its clock. */
  clockToleranceMs: number
  /** Answers as versions up to 8.13 expect it, in addition: `result` and `resultDatas`. */
  olderFields: boolean
  /** The form of call id that `querybasiccallinfo` takes: seconds as listed, or milliseconds. */
  callIds: 'seconds' | 'milliseconds'
  certificate: MadeCertificate | null
}

export const defaultCmsOptions: CmsOptions = {
  port: 0,
  accessKey: 'SIMULATEDACCESSKEY01',
  secretKey: 'simulated-secret+/key-0123456789',
  ccId: 1,
  vdn: 7,
  forms: [{ time: 'seconds', hasQueryLine: false, headers: 'host' }],
  clockAheadMs: 0,
  clockToleranceMs: 300_000,
  olderFields: true,
  callIds: 'seconds',
  certificate: null,
}
