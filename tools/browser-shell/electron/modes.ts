/** One of the values that a variable may have; the first one where it is not set. */
function choice<const T extends string>(name: string, values: readonly [T, ...T[]]): T {
  const setting = process.env[name] ?? values[0]
  const match = values.find((value) => value === setting)
  if (match === undefined) throw new Error(`${name} must be one of ${values.join(', ')}`)
  return match
}

/** The simulated system's restrictions; read anew each time. */
export const modes = {
  /** When `ready-to-show` is emitted: before the page counts as loaded, after it, or never. */
  get painted() {
    return choice('HOLDWATCH_SHELL_PAINTED', ['first', 'late', 'never'])
  },
  /** Whether a notification appears, appears only on request of the panel, or is rejected. */
  get notifications() {
    return choice('HOLDWATCH_SHELL_NOTIFICATIONS', ['appear', 'late', 'refused'])
  },
  /** Whether the panel shows tray icons; `missing`: that cannot be queried. */
  get trayHost() {
    return choice('HOLDWATCH_SHELL_TRAY_HOST', ['true', 'false', 'missing'])
  },
  /** Whether the system's certificate store responds, or blocks the calling thread forever. */
  get store() {
    return choice('HOLDWATCH_SHELL_STORE', ['answers', 'stuck'])
  },
  /** The vertical offset of a shown window from its placement, as under X11, px. */
  get frame() {
    return Number(process.env['HOLDWATCH_SHELL_FRAME'] ?? 0)
  },
  /** The operating system that the app detects. */
  get platform() {
    return choice('HOLDWATCH_SHELL_PLATFORM', ['linux', 'darwin', 'win32'])
  },
  /**
   * 0: none, as on a minimal Linux. 1: there is one. `locked`: the user has yet to unlock it. `stopped`: the desktop
   * has one that is not running.
   */
  get keyRing() {
    return choice('HOLDWATCH_SHELL_KEYRING', ['0', '1', 'locked', 'stopped'])
  },
}
