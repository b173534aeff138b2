/** One of the values that a variable may have; the first one where it is not set. */
function choice<const T extends string>(name: string, values: readonly [T, ...T[]]): T {
  const given = process.env[name] ?? values[0]
  const found = values.find((value) => value === given)
  if (found === undefined) throw new Error(`${name} must be one of ${values.join(', ')}`)
  return found
}

/** How harsh the system is on which the app seems to run; read anew each time. */
export const modes = {
  /** When `ready-to-show` comes: before the page counts as loaded, after it, or not at all. */
  get painted() {
    return choice('HOLDWATCH_SHELL_PAINTED', ['first', 'late', 'never'])
  },
  /** Whether a notification appears, appears only when the panel says so, or is refused. */
  get notifications() {
    return choice('HOLDWATCH_SHELL_NOTIFICATIONS', ['appear', 'late', 'refused'])
  },
  /** Whether the panel draws tray icons; `missing`: whether it does cannot be asked. */
  get trayHost() {
    return choice('HOLDWATCH_SHELL_TRAY_HOST', ['true', 'false', 'missing'])
  },
  /** Whether the system's store of certificates answers, or blocks the thread that asks it for good. */
  get store() {
    return choice('HOLDWATCH_SHELL_STORE', ['answers', 'stuck'])
  },
  /** By how much a window that is shown lies lower than it was placed, as under X11, px. */
  get frame() {
    return Number(process.env['HOLDWATCH_SHELL_FRAME'] ?? 0)
  },
  /** The system that the app believes to run on. */
  get platform() {
    return choice('HOLDWATCH_SHELL_PLATFORM', ['linux', 'darwin', 'win32'])
  },
  /**
   * 0: none, as on a bare Linux. 1: there is one. `locked`: there is one that a person has yet to
   * unlock. `stopped`: the desktop has one that does not run.
   */
  get keyRing() {
    return choice('HOLDWATCH_SHELL_KEYRING', ['0', '1', 'locked', 'stopped'])
  },
}
