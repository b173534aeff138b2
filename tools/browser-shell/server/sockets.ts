import { type IncomingMessage, request as httpRequest, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { readState } from './control.ts'
import type { Guard } from './guard.ts'
import { decode, encode, type FromPage, type ToPage } from '../page/codec.ts'
import { changes } from '../electron/state.ts'
import { windows, type ShellWindow } from '../electron/window.ts'
import { firstWindow } from './window-pages.ts'

const refuse = (socket: Duplex, status: string) => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Serves one page of a window; its ipcRenderer is at the other end. */
function servePage(socket: WebSocket, window: ShellWindow, suffix: string) {
  const contents = window.shellContents
  const tell = (message: ToPage) => {
    if (socket.readyState === socket.OPEN) socket.send(encode(message))
  }
  const frame = contents.shellAttach(suffix, tell)
  socket.on('message', (data: Buffer) => {
    // Messages of a page whose window is closed are dropped.
    if (contents.shellGone) return
    const message = decode(data.toString('utf8')) as FromPage
    contents.shellHear(frame, message).catch((error: unknown) => {
      console.error('browser shell:', error)
    })
  })
  socket.on('close', () => {
    if (!contents.shellGone) contents.shellDetach(frame)
  })
}

/** Serves the panel, which gets the whole visible state whenever it changes. */
function servePanel(socket: WebSocket) {
  const tell = () => {
    socket.send(JSON.stringify(readState()))
  }
  changes.on('change', tell)
  socket.on('close', () => {
    changes.off('change', tell)
  })
  tell()
}

/** In development: forwards Vite's own socket to its server. */
function passToVite(request: IncomingMessage, socket: Duplex, head: Buffer, base: string) {
  const upstream = httpRequest(new URL(request.url ?? '/', base), {
    headers: { ...request.headers, host: new URL(base).host, origin: new URL(base).origin },
  })
  upstream.on('upgrade', (answer, other, firstBytes) => {
    const lines = Object.entries(answer.headers).map(([name, text]) => `${name}: ${String(text)}`)
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
    socket.write(firstBytes)
    other.write(head)
    other.on('error', () => socket.destroy())
    other.pipe(socket).pipe(other)
  })
  upstream.on('response', () => {
    refuse(socket, '502 Bad Gateway')
  })
  upstream.on('error', () => {
    refuse(socket, '502 Bad Gateway')
  })
  upstream.end()
}

/** Checks every upgrade (path, Host, Origin, token) before a socket is opened. */
export function acceptSockets(server: Server, guard: Guard) {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (!guard.hasOwnHost(request) || !guard.hasOwnOrigin(request) || !guard.hasToken(request)) {
      refuse(socket, '403 Forbidden')
      return
    }
    const url = new URL(request.url ?? '/', guard.origin)
    const id = /^\/__shell\/socket\/(\d+)$/.exec(url.pathname)?.[1]
    const window = windows.get(Number(id))
    const windowUrl = firstWindow()?.webContents.getURL() ?? ''
    if (window) {
      sockets.handleUpgrade(request, socket, head, (opened) => {
        servePage(opened, window, url.searchParams.get('at') ?? '/')
      })
    } else if (url.pathname === '/__shell/alive' && firstWindow()) {
      // The page only checks whether there is a window again.
      sockets.handleUpgrade(request, socket, head, (opened) => {
        opened.close()
      })
    } else if (url.pathname === '/__shell/panel') {
      sockets.handleUpgrade(request, socket, head, servePanel)
    } else if (
      request.headers['sec-websocket-protocol']?.startsWith('vite-') &&
      /^http/.test(windowUrl)
    ) {
      passToVite(request, socket, head, windowUrl)
    } else {
      refuse(socket, '404 Not Found')
    }
  })
}
