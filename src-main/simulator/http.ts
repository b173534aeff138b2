import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SetTimer } from './options.ts'

/** The whole body of a request. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Waits so many ms, or until the client has left. */
export const pause = (setTimer: SetTimer, ms: number, gone: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      callOff()
      resolve()
    }
    const callOff = setTimer(ms, done)
    gone.addEventListener('abort', done, { once: true })
  })

/** Answers with a page as a balancer has it; an empty one without a text. */
export function page(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'text/html', ...headers })
  response.end(text === '' ? '' : `<html><body><h1>${status} ${text}</h1><hr>nslb</body></html>\n`)
}
