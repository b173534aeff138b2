import { expect, it, vi } from 'vitest'
import { publisherOf } from './publisher.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const subject = 'CN=Müller & Söhne, O="Example, Inc.", C=DE'
const answering = (answer: string) => vi.fn(() => Promise.resolve(answer))

it('is the whole subject of the certificate', async () => {
  const using = answering(`Valid ${base64(subject)}\r\n`)
  expect(await publisherOf('C:\\a.exe', {}, using)).toBe(subject)
})

it.each(['NotSigned', 'HashMismatch', 'NotTrusted', 'UnknownError'])(
  'is nobody where the signature is %s',
  async (status) => {
    expect(await publisherOf('a.exe', {}, answering(`${status} ${base64(subject)}\r\n`))).toBeNull()
  },
)

it('is null where a valid signature has no subject', async () => {
  expect(await publisherOf('a.exe', {}, answering('Valid \r\n'))).toBeNull()
})

it('is not guessed where PowerShell fails', async () => {
  await expect(publisherOf('a.exe', {}, answering('The term is not recognized'))).rejects.toThrow()
  const failing = () => Promise.reject(new Error('PowerShell: no answer'))
  await expect(publisherOf('a.exe', {}, failing)).rejects.toThrow('no answer')
})

it('is read with the system’s own PowerShell, which never parses the path', async () => {
  const using = answering('NotSigned ')
  const file = "C:\\it's; calc.exe"
  await publisherOf(file, { SystemRoot: 'D:\\Win', PSModulePath: 'x' }, using)
  const [program, args, env] = using.mock.calls[0] as unknown as [string, string[], object]
  expect(program).toBe('D:\\Win\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')
  expect(args.join(' ')).not.toContain('calc')
  expect(env).toMatchObject({ HOLDWATCH_SIGNED_FILE: file, PSModulePath: '' })
})
