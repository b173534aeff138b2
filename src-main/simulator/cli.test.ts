import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { TestClient } from './testClient.ts'

const script = fileURLToPath(new URL('cli.ts', import.meta.url))
const started: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function run(...flags: string[]) {
  const child = spawn(process.execPath, [script, ...flags])
  started.push(child)
  const output = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (output.out += String(chunk)))
  child.stderr.on('data', (chunk) => (output.err += String(chunk)))
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return { child, said: output, ended }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'prints one line, and ends cleanly on %s',
  async (name) => {
    const { child, said, ended } = run('--port', '0', '--agents', '2', '--control-port', '0')
    await expect.poll(() => said.out).toContain('\n')
    const line = JSON.parse(said.out) as {
      origin: string
      sha256: string
      controlUrl: string
      accounts: { inspector: object; agents: object[] }
    }
    expect(line.origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(line.sha256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(line.accounts.inspector).toMatchObject({ agentId: '10301', password: 'Simulated-1' })
    expect(line.accounts.agents).toHaveLength(2)
    const stats = (await (await fetch(`${line.controlUrl}/stats`)).json()) as object
    expect(stats).toMatchObject({ ok: true, result: { connections: 0 } })
    child.kill(name)
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(said.out.trim().split('\n')).toHaveLength(1)
    expect(said.err).toBe('')
  },
)

test('has a CC-CMS beside it when asked', async () => {
  const { said } = run('--port', '0', '--agents', '2', '--cms', '--cms-port', '0')
  await expect.poll(() => said.out).toContain('\n')
  const line = JSON.parse(said.out) as { origin: string; cms: { origin: string } }
  expect(line.cms).toEqual({
    origin: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    sha256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    accessKey: 'SIMULATEDACCESSKEY01',
    secretKey: 'simulated-secret+/key-0123456789',
    ccId: 1,
    vdn: 7,
  })
  expect(line.cms.origin).not.toBe(line.origin)
  const client = new TestClient(line.cms)
  expect((await client.send('POST', '')).status).toBe(401)
  client.close()
})

test('plays a cluster whose nodes answer as wanted about agents whom they do not see', async () => {
  const { said } = run('--port', '0', '--agents', '3', '--nodes', '3', '--unseen', '300-001')
  await expect.poll(() => said.out).toContain('\n')
  const line = JSON.parse(said.out) as {
    origin: string
    accounts: { inspectors: { agentId: string; node: number }[] }
  }
  expect(line.accounts.inspectors).toMatchObject([{ node: 0 }, { node: 1 }, { node: 2 }])
  const client = new TestClient(line)
  await client.signIn('10301')
  const codes = ['10401', '10402'].map((id) => client.code(`calldata/10301/holdlistex/${id}`))
  expect(await Promise.all(codes)).toEqual(['400-003', '300-001'])
  client.close()
})

test('is lenient unless asked to be strict', async () => {
  const statusOf = async (...flags: string[]) => {
    const { said } = run('--port', '0', '--agents', '2', ...flags)
    await expect.poll(() => said.out).toContain('\n')
    const client = new TestClient(JSON.parse(said.out) as { origin: string })
    const { status } = await client.send('GET', '/agentgroup/10301/iscensor/')
    client.close()
    return status
  }
  expect(await Promise.all([statusOf(), statusOf('--strict')])).toEqual([200, 404])
})

test.each([
  [['--agents', 'many'], '--agents takes a whole number from 1 to'],
  [['--auth-mode', '3'], '--auth-mode takes a whole number from 1 to 2'],
  [['--nodes', '4'], '--nodes takes a whole number from 1 to 3'],
  [['--unseen', 'nothing'], '--unseen takes a code such as 400-003'],
  [['--speed', 'fast'], '--speed takes a number'],
  [['--guid-interval', '5000', '--guid-timeout', '5000'], 'must be below'],
  [['--colour', 'red'], '--colour'],
  [['--host', '203.0.113.1', '--port', '0'], 'not an address of this machine'],
])('%j is refused with a sentence', async (flags, sentence) => {
  const { said, ended } = run(...flags)
  expect(await ended).toEqual({ code: 2, signal: null })
  expect(said.err).toContain(sentence)
  expect(said.err.trim().split('\n')).toHaveLength(1)
  expect(said.out).toBe('')
})

test.each(['--port', '--cms-port', '--control-port'])('a taken %s is reported', async (flag) => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  const { port } = blocker.address() as AddressInfo
  try {
    const { said, ended } = run('--port', '0', '--cms', '--cms-port', '0', flag, String(port))
    expect(await ended).toEqual({ code: 2, signal: null })
    expect(said.err).toContain(`Port ${port} is taken`)
  } finally {
    blocker.close()
  }
})

test('--help explains every flag', async () => {
  const { said, ended } = run('--help')
  expect((await ended).code).toBe(0)
  for (const flag of [
    '--port',
    '--seed',
    '--auth-mode',
    '--nodes',
    '--unseen',
    '--no-shift',
    '--cms',
    '--cms-port',
  ])
    expect(said.out).toContain(flag)
})
