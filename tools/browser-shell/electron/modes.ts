/** The value of an environment variable; by default the first of the allowed values. */
function choice<const T extends string>(name: string, values: readonly [T, ...T[]]): T {
  const setting = process.env[name] ?? values[0]
  const match = values.find((value) => value === setting)
  if (match === undefined) throw new Error(`${name} must be one of ${values.join(', ')}`)
  return match
}

/** The simulated system's restrictions, read again on each access. */
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
   * 0: none, as on a minimal Linux. 1: available. `locked`: the user has not unlocked it yet. `stopped`: the desktop
   * environment has one that is not running.
   */
  get keyRing() {
    return choice('HOLDWATCH_SHELL_KEYRING', ['0', '1', 'locked', 'stopped'])
  },
}
