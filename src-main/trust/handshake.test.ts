import * as net from 'node:net'
import { expect, it, vi } from 'vitest'
import { shakeHands } from './handshake.ts'
import { startTcpStub } from './tlsStub.ts'

vi.mock('node:net', { spy: true })

it('each address of a name has seconds to answer, whatever Node would give it', async () => {
  const stub = await startTcpStub((socket) => socket.destroy())
  const ways = [
    [null, stub.port],
    [`http://127.0.0.1:${stub.port}`, stub.port],
  ] as const
  for (const [way] of ways) {
    const options = { origin: stub.origin, systemCas: [], proxy: async () => [way] as const }
    await expect(shakeHands(options)).rejects.toThrow()
  }
  await stub.close()
  expect(vi.mocked(net.connect)).toHaveBeenCalledWith(
    expect.objectContaining({ autoSelectFamilyAttemptTimeout: 3_000 }),
  )
})
