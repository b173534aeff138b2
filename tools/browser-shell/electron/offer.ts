import { EventEmitter } from 'node:events'

/**
 * The allowed shape of a stand-in: any subset of Electron's own type, with Electron's own signatures. The emitter's
 * methods are omitted because their overloads return the full type.
 */
export type Offers<T> = Partial<Omit<T, keyof EventEmitter>>

/** Members that Electron does not have; those named `shell…` are the shell's own. */
export type Strays<Impl, Real> = Exclude<keyof Impl, keyof Real | `shell${string}`>

/** Compiles only if every member of the stand-in exists in Electron under the same name. */
export type Checked<T extends never> = T

/** Read by printers, promises and matchers on any object, so they must not throw. */
const probes = new Set(['then', 'toJSON', 'nodeType', 'tagName', 'asymmetricMatch', 'domain'])
/** Members that still work in Electron on a destroyed object. */
const survives = new Set<string | symbol>([
  ...Reflect.ownKeys(EventEmitter.prototype),
  'isDestroyed',
  'id',
  'shellGone',
])

const isProbe = (name: string) => /^[_$@]/.test(name) || probes.has(name)

/**
 * Wraps a stand-in so that access to a missing member throws instead of returning undefined. This way a gap in the
 * shell is not mistaken for a bug in the app.
 */
export function refusing<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      if (property in object) {
        const isDestroyed =
          'shellGone' in object && Reflect.get(object, 'shellGone', receiver) === true
        const value: unknown = Reflect.get(object, property, receiver)
        if (isDestroyed && typeof value === 'function' && !survives.has(property)) {
          throw new TypeError('Object has been destroyed')
        }
        return value
      }
      if (typeof property === 'symbol' || isProbe(property)) return undefined
      throw new Error(`the browser shell does not offer ${name}.${property}`)
    },
  })
}

/** Base of the stand-ins that emit events. Private fields of subclasses are defined on the proxy itself. */
export class Refusing extends EventEmitter {
  constructor(name: string) {
    super()
    // Windows and the app have many listeners; Electron does not warn about them either.
    this.setMaxListeners(0)
    return refusing(name, this)
  }
}

/** The same for stand-ins that do not emit events. */
export class RefusingObject {
  readonly shellName: string

  constructor(name: string) {
    this.shellName = name
    return refusing(name, this)
  }
}

/** A module of Electron that the shell does not have at all. */
export const notOffered = (name: string) => refusing(name, {})

/** Casts a stand-in to the full type. This is safe because access to a missing member throws. */
export const asElectron = <T>(standIn: object) => standIn as T

/** An event that a listener can prevent, such as `close` and `before-quit`. */
export function preventable() {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}

/** Emits a preventable event; true if a listener prevented it. */
export function emitPreventable(
  emitter: EventEmitter,
  name: string,
  details: object = {},
  ...rest: unknown[]
) {
  const event = Object.assign(preventable(), details)
  emitter.emit(name, event, ...rest)
  return event.defaultPrevented
}
