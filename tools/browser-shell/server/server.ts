import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { app } from '../electron/app.ts'
import { type Command, perform, readState } from './control.ts'
import { Guard } from './guard.ts'
import { pageModule, startModule } from './page-source.ts'
import { readPanelFile } from './panel.ts'
import { acceptSockets } from './sockets.ts'
import { changes, stateVersion } from '../electron/state.ts'
import { windows } from '../electron/window.ts'
import { answerFromWindow } from './window-pages.ts'

const security = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

const answer = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { ...security, 'Content-Type': `${type}; charset=utf-8`, ...headers })
  response.end(body)
}
const answerText = (response: ServerResponse, status: number, body: string) => {
  answer(response, status, 'text/plain', body)
}
const answerJson = (response: ServerResponse, body: unknown) => {
  answer(response, 200, 'application/json', JSON.stringify(body ?? null))
}
const redirect = (response: ServerResponse, to: string, headers: Record<string, string> = {}) => {
  response.writeHead(303, { ...security, Location: to, ...headers })
  response.end()
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** Resolves when the state is newer than a version, or after a time limit. */
async function waitForChange(after: number, signal: AbortSignal): Promise<void> {
  if (stateVersion() > after) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      changes.off('change', done)
      resolve()
    }
    const timer = setTimeout(done, 10_000)
    changes.on('change', done)
    signal.addEventListener('abort', done, { once: true })
  })
}

async function control(request: IncomingMessage, response: ServerResponse) {
  try {
    const command = JSON.parse(await readBody(request)) as Command
    answerJson(response, { value: (await perform(command)) ?? null })
  } catch (error) {
    answer(response, 400, 'application/json', JSON.stringify({ error: String(error) }))
  }
}

/** Handles requests to the shell's own addresses. */
async function answerShell(request: IncomingMessage, response: ServerResponse, url: URL) {
  const path = url.pathname.slice('/__shell/'.length)
  const [folder = '', name = ''] = path.split('/')
  if (path === 'control' && request.method === 'POST') return control(request, response)
  if (path === 'state') {
    const closing = new AbortController()
    response.on('close', () => {
      closing.abort()
    })
    await waitForChange(Number(url.searchParams.get('after') ?? -1), closing.signal)
    answerJson(response, readState())
    return
  }
  const window = folder === 'start' ? windows.get(Number.parseInt(name, 10)) : undefined
  const script = window ? startModule(window) : folder === 'page' ? pageModule(name) : null
  if (script === null) answerText(response, 404, 'Not found')
  else answer(response, 200, 'text/javascript', script)
}

function answerPanel(response: ServerResponse, url: URL) {
  const file = readPanelFile(url.pathname)
  if (file === null) answerText(response, 404, 'Not found')
  else answer(response, 200, file.type, file.text, file.headers)
}

async function route(guard: Guard, request: IncomingMessage, response: ServerResponse) {
  if (!guard.hasOwnHost(request)) {
    answerText(response, 421, 'This address goes by another name.')
    return
  }
  const url = new URL(request.url ?? '/', guard.origin)
  if (url.searchParams.has('token') && guard.isToken(url.searchParams.get('token'))) {
    redirect(response, url.pathname, { 'Set-Cookie': guard.cookie })
    return
  }
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads ? !guard.hasToken(request) : !guard.maySubmit(request)) {
    answerText(response, 403, 'Open the address that was printed when the app started.')
    return
  }
  if (url.pathname.startsWith('/__shell/')) return answerShell(request, response, url)
  if (url.pathname === '/panel' || url.pathname.startsWith('/panel/')) {
    answerPanel(response, url)
    return
  }
  await answerFromWindow(guard, request, response)
}

/** The addresses of a running shell. */
export interface ShellAddress {
  /** The app's window, to be opened in a browser. */
  url: string
  /** Tray, menus, notifications, dialogs. */
  panelUrl: string
  origin: string
  token: string
}

/** Waits for the requested port: in development the previous app may still be signing out. */
async function listen(server: Server, port: number, attempts = 60): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<Error | null>()
  server.once('error', resolve)
  server.listen(port, '127.0.0.1', () => {
    server.off('error', resolve)
    resolve(null)
  })
  const error = await promise
  if (error === null) return
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  if (port === 0 || !isTaken || attempts === 0) throw error
  await pause(250)
  await listen(server, port, attempts - 1)
}

/** Opens the loopback server; the app can then be started. */
export async function startServer(
  wish: { port?: number | undefined; token?: string | undefined } = {},
): Promise<ShellAddress & { server: Server }> {
  const guard = new Guard(wish.token)
  const server = createServer((request, response) => {
    route(guard, request, response).catch((error: unknown) => {
      console.error('browser shell:', error)
      if (!response.headersSent) answerText(response, 500, String(error))
      else response.destroy()
    })
  })
  acceptSockets(server, guard)
  await listen(server, wish.port ?? 0)
  guard.listensOn((server.address() as AddressInfo).port)
  app.once('quit', () => {
    server.closeAllConnections()
  })
  const { origin, token } = guard
  const url = `${origin}/?token=${token}`
  return { url, panelUrl: `${origin}/panel?token=${token}`, origin, token, server }
}
