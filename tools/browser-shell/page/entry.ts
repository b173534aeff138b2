/**
 * The part of the shell that runs in the page: runs before the app's scripts, connects to main, and provides the
 * preload script with the `electron` module of a sandboxed renderer.
 */
import type { ContextBridge, IpcRenderer } from 'electron'
import { decode, encode, type FromPage, type ToPage } from './codec.ts'

type Listener = (event: object, ...args: unknown[]) => void
type Require = (name: string) => unknown
type Preload = (
  require: Require,
  module: { exports: unknown },
  exports: unknown,
  process: object,
) => void

interface Start {
  window: number
  process: object
  preload: Preload
}

/** Wraps what a preload script exposes: frozen copies of values, functions by reference. */
function guard(value: unknown): unknown {
  if (typeof value === 'function') {
    return (...args: unknown[]): unknown => Reflect.apply(value, undefined, args)
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return Object.freeze(value.map(guard))
  const members = Object.entries(value).map(([key, item]) => [key, guard(item)] as const)
  return Object.freeze(Object.fromEntries(members))
}

const contextBridge: Pick<ContextBridge, 'exposeInMainWorld'> = {
  exposeInMainWorld(key: string, api: unknown) {
    if (key in window) throw new Error(`Cannot bind an API on top of an existing property: ${key}`)
    Object.defineProperty(window, key, { value: guard(api), enumerable: true })
  },
}

/** The location of the page relative to its window's root; the rest of the address belongs to the shell. */
const here = () => location.href.slice(location.origin.length).replace(/^\/window-\d+/, '')

class Wire {
  readonly #listeners = new Map<string, Listener[]>()
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #queue: string[] = []
  readonly #address: string
  #socket: WebSocket
  #calls = 0
  #loaded = false
  #isVisible = true

  constructor(window: number) {
    this.#address = `ws://${location.host}/__shell/socket/${window}`
    this.#socket = this.#connect()
    this.#followVisibility()
  }

  get renderer(): Partial<IpcRenderer> {
    const off = (channel: string, listener: Listener) => {
      const remaining = this.#of(channel).filter((other) => other !== listener)
      this.#listeners.set(channel, remaining)
    }
    const on = (channel: string, listener: Listener) => {
      this.#listeners.set(channel, [...this.#of(channel), listener])
    }
    const once = (channel: string, listener: Listener) => {
      const one: Listener = (event, ...args) => {
        off(channel, one)
        listener(event, ...args)
      }
      on(channel, one)
    }
    const offered = {
      invoke: async (channel: string, ...args: unknown[]) => this.#invoke(channel, args),
      send: (channel: string, ...args: unknown[]) => {
        this.tell({ type: 'send', channel, args })
      },
      on,
      once,
      off,
      addListener: on,
      removeListener: off,
      removeAllListeners: (channel: string) => this.#listeners.delete(channel),
    }
    return refuseRest('ipcRenderer', offered) as unknown as Partial<IpcRenderer>
  }

  tell(message: FromPage) {
    const text = encode(message)
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text)
    else this.#queue.push(text)
  }

  tellLocation() {
    this.tell({ type: 'location', suffix: here(), title: document.title, loaded: this.#loaded })
  }

  loaded() {
    this.#loaded = true
    this.tellLocation()
  }

  #of(channel: string) {
    return this.#listeners.get(channel) ?? []
  }

  #invoke(channel: string, args: unknown[]) {
    if (this.#socket.readyState > WebSocket.OPEN) throw new Error('the app has ended')
    this.#calls += 1
    const id = this.#calls
    this.tell({ type: 'invoke', id, channel, args })
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    return waiting.promise
  }

  #connect() {
    const socket = new WebSocket(`${this.#address}?at=${encodeURIComponent(here())}`)
    socket.addEventListener('open', () => {
      for (const text of this.#queue.splice(0)) socket.send(text)
    })
    socket.addEventListener('message', ({ data }) => {
      this.#hear(decode(String(data)) as ToPage)
    })
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the app has ended'))
      this.#waiting.clear()
      // As in Electron, the window disappears; a restarted app shows it again.
      document.body.replaceChildren('The app has closed this window.')
      this.#awaitRestart()
    })
    return socket
  }

  /** In development, main is restarted at the same address; the page then reloads. */
  #awaitRestart() {
    setTimeout(() => {
      const probe = new WebSocket(`ws://${location.host}/__shell/alive`)
      probe.addEventListener('open', () => {
        location.reload()
      })
      probe.addEventListener('error', () => {
        this.#awaitRestart()
      })
    }, 1000)
  }

  #hear(message: ToPage) {
    switch (message.type) {
      case 'result':
        this.#waiting.get(message.id)?.resolve(message.value)
        this.#waiting.delete(message.id)
        return
      case 'failure':
        this.#waiting.get(message.id)?.reject(new Error(message.message))
        this.#waiting.delete(message.id)
        return
      case 'event':
        for (const listener of this.#of(message.channel)) {
          listener({ sender: null, ports: [] }, ...message.args)
        }
        return
      case 'visible':
        this.#isVisible = message.visible
        document.dispatchEvent(new Event('visibilitychange'))
        return
      case 'go':
        location.href = message.url
        return
      case 'reload':
        location.reload()
        return
      case 'closed':
        this.#socket.close()
    }
  }

  /** The page of a hidden window is hidden, whether or not its tab is visible. */
  #followVisibility() {
    const real = Object.getOwnPropertyDescriptor(Document.prototype, 'hidden')
    const isHidden = () => !this.#isVisible || real?.get?.call(document) === true
    Object.defineProperty(document, 'hidden', { get: isHidden, configurable: true })
    Object.defineProperty(document, 'visibilityState', {
      get: () => (isHidden() ? 'hidden' : 'visible'),
      configurable: true,
    })
  }
}

const refuseRest = (name: string, target: object) =>
  new Proxy(target, {
    get(object, property) {
      if (property in object) return Reflect.get(object, property) as unknown
      if (typeof property === 'symbol') return undefined
      throw new Error(`the browser shell does not offer ${name}.${property}`)
    },
  })

/** Passes links and `window.open` to main, where Electron's navigation guards would run. */
function guardNavigation(wire: Wire) {
  window.open = (url) => {
    wire.tell({ type: 'open', url: new URL(String(url), location.href).href })
    return null
  }
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return
    // A download is done by the page itself and does not navigate.
    if (link.hasAttribute('download')) return
    const leaves = link.origin !== location.origin
    if (!leaves && link.target !== '_blank') return
    event.preventDefault()
    wire.tell({ type: link.target === '_blank' ? 'open' : 'navigate', url: link.href })
  })
}

/** Called by the script that the server inserts as the first of every page. */
export function start({ window: id, process, preload }: Start) {
  const wire = new Wire(id)
  guardNavigation(wire)
  for (const name of ['hashchange', 'popstate']) {
    addEventListener(name, () => {
      wire.tellLocation()
    })
  }
  addEventListener('load', () => {
    wire.loaded()
  })
  const electron = refuseRest('electron', { contextBridge, ipcRenderer: wire.renderer })
  const require: Require = (name) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name} (a sandboxed preload script has only electron)`)
  }
  const module = { exports: {} }
  preload(require, module, module.exports, process)
}
