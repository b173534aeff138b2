import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Guard } from './guard.ts'
import { injectStart, widenPolicy } from './page-source.ts'
import { protocol } from '../electron/protocol.ts'
import { windows, type ShellWindow } from '../electron/window.ts'
import { originOf } from '../electron/web-contents.ts'

/** The first window with a page; addresses without a window refer to this one. */
export const firstWindow = (): ShellWindow | undefined =>
  [...windows.values()].find((window) => window.webContents.getURL() !== '')

interface Target {
  window: ShellWindow
  /** The part after the window's prefix. */
  rest: string
}

function targetOf(path: string): Target | null {
  const match = /^\/window-(\d+)(\/.*)$/.exec(path)
  const named = match && windows.get(Number(match[1]))
  if (named) return { window: named, rest: match[2] ?? '/' }
  const first = firstWindow()
  return first ? { window: first, rest: path } : null
}

/** The address of a window in the shell: its own path, so that relative addresses stay within it. */
const addressOf = (window: ShellWindow) => {
  const url = window.webContents.getURL()
  return `/window-${window.id}${url.slice(originOf(url).length) || '/'}`
}

const passed = ['accept', 'accept-language', 'range', 'if-none-match', 'content-type']
const dropped = ['content-encoding', 'content-length', 'transfer-encoding', 'connection']

function headersFor(request: IncomingMessage): Headers {
  const headers = new Headers()
  for (const name of passed) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

/** Gets a response from the app's own protocol handler, or from Vite's server in development. */
async function fetchForWindow({ window, rest }: Target, request: IncomingMessage) {
  const url = originOf(window.webContents.getURL()) + rest
  const { method = 'GET' } = request
  const body = method === 'GET' || method === 'HEAD' ? null : Readable.toWeb(request)
  const forwarded = new Request(url, {
    method,
    headers: headersFor(request),
    ...(body && { body: body as BodyInit, duplex: 'half' }),
  })
  const response = /^https?:/.test(url)
    ? await fetch(forwarded)
    : await protocol.shellFetch(forwarded)
  // Copied, because the headers of a fetched response are immutable.
  const headers = new Headers(response.headers)
  return { response, headers }
}

function notYet(response: ServerResponse) {
  // The browser repeats the request until the app has a window.
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', Refresh: '1' })
  response.end('The app has no window yet.')
}

/** Responds with the app's page: the result of its handler, with its headers, plus the shell's script. */
export async function answerFromWindow(
  guard: Guard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/'
  const target = targetOf(path)
  if (!target) {
    notYet(response)
    return
  }
  const isOld = /^\/window-\d+\//.test(path) && target.rest === path
  if (path === '/' || isOld) {
    response.writeHead(303, { Location: addressOf(target.window), 'Cache-Control': 'no-store' })
    response.end()
    return
  }
  const { response: reply, headers } = await fetchForWindow(target, request)
  const socket = `ws://${guard.host}`
  const policy = headers.get('content-security-policy')
  if (policy !== null) headers.set('content-security-policy', widenPolicy(policy, socket))
  for (const name of dropped) headers.delete(name)

  const isPage = /^text\/html\b/.test(headers.get('content-type') ?? '')
  response.writeHead(reply.status, [...headers].flat())
  if (isPage) response.end(injectStart(await reply.text(), target.window.id, socket))
  else if (reply.body === null) response.end()
  else Readable.fromWeb(reply.body as ReadableStream).pipe(response)
}
