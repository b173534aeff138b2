import { execFile } from 'node:child_process'
import { win32 } from 'node:path'

/** Runs a program without a shell and resolves to its output; rejects where it fails. */
export type RunWith = (
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
) => Promise<string>

/** The first start of PowerShell on a busy machine takes many seconds, ms. */
const answerWithinMs = 60_000

const run: RunWith = (program, args, env) =>
  new Promise((resolve, reject) => {
    const options = { env, timeout: answerWithinMs, windowsHide: true }
    execFile(program, args, options, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`PowerShell: ${error.killed === true ? 'no answer' : error.code}`))
    })
  })

// The path is passed in the environment, where no character has a special meaning; the name is returned in an encoding
// that preserves every character.
const script = [
  '$s = Get-AuthenticodeSignature -LiteralPath $env:HOLDWATCH_SIGNED_FILE',
  '$n = [Text.Encoding]::UTF8.GetBytes([string]$s.SignerCertificate.Subject)',
  '[string]$s.Status + " " + [Convert]::ToBase64String($n)',
].join('; ')

/**
 * The publisher who signed a program for Windows: the whole subject of the certificate, not only its common name, which
 * is not unique. Null where there is no signature, or it is not valid. Rejects where that cannot be determined.
 */
export async function publisherOf(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
  using: RunWith = run,
): Promise<string | null> {
  const root = env['SystemRoot'] ?? ''
  const system = win32.join(win32.isAbsolute(root) ? root : 'C:\\Windows', 'System32')
  const answer = await using(
    win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    ['-NoProfile', '-NonInteractive', '-Command', script],
    // Modules of another edition would prevent this one's from being loaded.
    { ...env, PSModulePath: '', HOLDWATCH_SIGNED_FILE: file },
  )
  const [, status, name = ''] = /^(\w+) ([\w+/=]*)\s*$/.exec(answer) ?? []
  if (status === undefined) throw new Error('PowerShell: an answer that cannot be read')
  return status === 'Valid' && name !== '' ? Buffer.from(name, 'base64').toString() : null
}
