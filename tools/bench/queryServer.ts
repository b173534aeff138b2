/**
 * A separate process for `queryCost.ts`: an HTTPS server with a certificate that only a pin can trust. Prints its
 * address to stdout, and ends with its stdin.
 */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from '../../src-main/simulator/certificate.ts'

export interface Served {
  origin: string
  certPem: string
}

const held = JSON.stringify({
  message: 'success',
  retcode: '0',
  result: [
    {
      callfeature: 7,
      callid: '1501127996-1055',
      caller: '70943',
      called: '02155501234',
      callskill: 'voice',
    },
  ],
})

const { certPem, keyPem } = await makeCertificate({ altNames: ['127.0.0.1'] })
const server = createServer(
  { cert: certPem, key: keyPem, keepAliveTimeout: 60_000 },
  (request, response) => {
    request.resume()
    response.writeHead(200, {
      'content-type': 'application/json;charset=UTF-8',
      'content-length': held.length,
    })
    response.end(held)
  },
)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  const served: Served = { origin: `https://127.0.0.1:${port}`, certPem }
  console.log(JSON.stringify(served))
})
process.stdin.resume()
process.stdin.once('end', () => process.exit(0))
