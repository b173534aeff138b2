import type { Answer, Ask, Transport } from '../gateway/transport.ts'
import { cmsService } from './protocol.ts'
import { type KeyPair, sign, type SignatureForm } from './signature.ts'

export interface CmsClientOptions {
  transport: Transport
  keyPair: KeyPair
  /** The `Host` header: the server's name or address with its port, since that is what is signed. */
  host: string
  /** Epoch ms, for the time in the signature. */
  wall: () => number
}

export type CmsRequest = Pick<Ask, 'signal' | 'callOff'> & {
  /** Below `/rest/cmsapp/v1/openapi/`. */
  path: string
  fields: Readonly<Record<string, unknown>>
}

export interface CmsClient {
  /** Sends one request, signed in this form at the moment of sending. */
  send(form: SignatureForm, request: CmsRequest): Promise<Answer>
}

/** Three thousand agents with several calls each, and everything twice. */
const largestAnswer = 32 * 1024 * 1024

const method = 'POST'
const contentType = 'application/json; charset=UTF-8'

/** Sends signed requests to a CC-CMS (gateway protocol §10.3). */
export function createCmsClient(options: CmsClientOptions): CmsClient {
  const { transport, keyPair, host, wall } = options
  return {
    send(form, { path, fields, ...signals }) {
      // The text that is signed is the text that is sent.
      const body = JSON.stringify(fields)
      const signed = { method, path: cmsService.root + path, host, contentType, body } as const
      return transport.send({
        method,
        service: cmsService,
        path,
        text: body,
        headers: () => ({
          host,
          'content-type': contentType,
          authorization: sign(keyPair, form, signed, wall()),
        }),
        maxBytes: largestAnswer,
        ...signals,
      })
    },
  }
}
