import { describe, expect, it } from 'vitest'
import { type RequestToSign, sign, type SignatureForm, signatureForms } from './signature.ts'

// The vectors of gateway protocol §10.3.
const pair = {
  accessKey: 'EXAMPLEAK0000000001',
  secretKey: 'exampleSk+/0123456789abcdefghijklmnopqrs',
}
const request: RequestToSign = {
  method: 'POST',
  path: '/rest/cmsapp/v1/openapi/agentgroup/queryagentcalls',
  host: 'cms.example.test:28443',
  contentType: 'application/json; charset=UTF-8',
  body: '{"ccId":1,"vdn":7,"agentIds":[1031,1042]}',
}
const form: SignatureForm = { time: 'seconds', hasQueryLine: false, headers: 'host' }
const at = Date.UTC(2025, 0, 2, 3, 4, 5)
const later = at + 678

describe('the signature', () => {
  it('is the whole header of vector A', () => {
    expect(sign(pair, form, request, at)).toBe(
      'auth-v2/EXAMPLEAK0000000001/2025-01-02T03:04:05Z/host/' +
        '9ca86dd560fea9905f921a9ae51aa06c36ea910c9ccf6f47d52cc805b01b27be',
    )
  })

  it.each<[string, Partial<SignatureForm>, Partial<RequestToSign>, number, string]>([
    [
      'A2',
      { hasQueryLine: true },
      {},
      at,
      '6399e743e8f100246934d58b2432b792764f26a13db35ecb5488ebcd0ab7c264',
    ],
    [
      'E',
      { headers: 'content' },
      {},
      at,
      'ea3d0753e63140d33c384aa473f372f002dc0075ec30755069ce3087439c13e4',
    ],
    [
      'B',
      { headers: 'content', time: 'milliseconds' },
      {},
      later,
      '86a74d46dfe78b0970b83b2a659254488c2b12dfe28291901daa4cc657ec0079',
    ],
    [
      'B2',
      { headers: 'content', time: 'milliseconds', hasQueryLine: true },
      {},
      later,
      'f747ee6646bdb4cd56c0ce3324729e3a7d0fbe1dd787def055f4a8dd91935d37',
    ],
    [
      'C',
      {},
      {
        method: 'GET',
        path: '/rest/cmsapp/v1/openapi/x',
        query: [
          ['b', '2 3'],
          ['a', 'é/~'],
        ],
        body: '',
      },
      at,
      'b19b3fb6677f7826810a0a9b8fbd09db1a7dd4126c34ee07277d5bb1bf69bbce',
    ],
    [
      'D',
      {},
      { body: '{"t":"保持 *\'()~"}' },
      at,
      'b1f535cde034095e92bd4faebdcd32e8290e23d8064dcc3a0a2ce43157133757',
    ],
  ])('agrees with vector %s', (_name, points, changes, time, signature) => {
    const header = sign(pair, { ...form, ...points }, { ...request, ...changes }, time)
    expect(header.split('/').at(-1)).toBe(signature)
  })

  it('names the time and the signed headers as the form says', () => {
    const header = sign(pair, { ...form, headers: 'content', time: 'milliseconds' }, request, later)
    expect(header).toContain('/2025-01-02T03:04:05.678Z/content-length;content-type;host/')
  })

  it('leaves the milliseconds out where the form has seconds', () => {
    expect(sign(pair, form, request, later)).toBe(sign(pair, form, request, at))
  })
})

describe('the forms', () => {
  it('are all eight, each once, the vendor’s first', () => {
    expect(new Set(signatureForms.map((each) => JSON.stringify(each))).size).toBe(8)
    expect(signatureForms).toHaveLength(8)
    expect(signatureForms[0]).toEqual(form)
  })

  it('all give different signatures', () => {
    const headers = signatureForms.map((each) => sign(pair, each, request, later))
    expect(new Set(headers).size).toBe(8)
  })
})
