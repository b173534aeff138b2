import { EventEmitter } from 'node:events'

/**
 * What a stand-in may look like: any part of Electron's own type, with Electron's own signatures.
 * The emitter's methods are left out because their overloads return the full type.
 */
export type Offers<T> = Partial<Omit<T, keyof EventEmitter>>

/** Members that Electron does not know; those named `shell…` are the shell's own handles. */
export type Strays<Impl, Real> = Exclude<keyof Impl, keyof Real | `shell${string}`>

/** Compiles only if everything the stand-in offers exists in Electron under the same name. */
export type Checked<T extends never> = T

/** Looked at by printers, promises and matchers on any object, so they must not throw. */
const probes = new Set(['then', 'toJSON', 'nodeType', 'tagName', 'asymmetricMatch', 'domain'])
/** What Electron still answers on an object that has been destroyed. */
const survives = new Set<string | symbol>([
  ...Reflect.ownKeys(EventEmitter.prototype),
  'isDestroyed',
  'id',
  'shellGone',
])

const isProbe = (name: string) => /^[_$@]/.test(name) || probes.has(name)

/**
 * Wraps a stand-in so that a name it lacks throws instead of being undefined: a gap of the shell
 * must look like a gap of the shell, not like a fault of the app.
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

/** Base of the stand-ins that emit events. Subclasses' private fields land on the proxy itself. */
export class Refusing extends EventEmitter {
  constructor(name: string) {
    super()
    // Windows and the app get many listeners; Electron does not warn about them either.
    this.setMaxListeners(0)
    return refusing(name, this)
  }
}

/** The same for stand-ins that emit nothing. */
export class RefusingObject {
  readonly shellName: string

  constructor(name: string) {
    this.shellName = name
    return refusing(name, this)
  }
}

/** A module of Electron that the shell does not have at all. */
export const notOffered = (name: string) => refusing(name, {})

/** The stand-ins offer a part; what they lack throws, so handing them over as the whole is safe. */
export const asElectron = <T>(standIn: object) => standIn as T

/** An event that a listener may stop, as Electron hands to `close`, `before-quit` and the like. */
export function preventable() {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}

/** Emits a preventable event and says whether a listener stopped it. */
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
