import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs'
import { join } from 'node:path'

/** The data that a second instance passes to the first before it exits. */
export interface SecondInstance {
  argv: string[]
  cwd: string
  data: unknown
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * One app for each user data folder, across processes. It uses files because Electron's call is synchronous: a hard
 * link is the lock, and a file in a folder of notes wakes the first instance.
 */
export class InstanceLock {
  #watcher: FSWatcher | undefined
  readonly #file: string
  readonly #notes: string

  constructor(userData: string) {
    this.#file = join(userData, 'shell-instance.lock')
    this.#notes = join(userData, 'shell-instance-notes')
  }

  get held() {
    return this.#watcher !== undefined
  }

  /** Takes the lock; or leaves a note for the process that holds it, and returns false. */
  acquire(note: SecondInstance, onSecond: (second: SecondInstance) => void): boolean {
    if (this.held) return true
    mkdirSync(this.#notes, { recursive: true, mode: 0o700 })
    if (!this.#take()) {
      const name = join(this.#notes, randomUUID())
      // Written under another name and linked, so that the first instance never reads an incomplete note.
      writeFileSync(`${name}.part`, JSON.stringify(note), { mode: 0o600 })
      linkSync(`${name}.part`, `${name}.json`)
      rmSync(`${name}.part`, { force: true })
      return false
    }
    for (const stale of readdirSync(this.#notes)) rmSync(join(this.#notes, stale), { force: true })
    this.#watcher = watch(this.#notes, () => {
      this.#readNotes(onSecond)
    })
    this.#watcher.unref()
    return true
  }

  release() {
    if (!this.#watcher) return
    this.#watcher.close()
    this.#watcher = undefined
    rmSync(this.#file, { force: true })
  }

  #take(): boolean {
    const own = `${this.#file}.${process.pid}`
    writeFileSync(own, String(process.pid), { mode: 0o600 })
    try {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        try {
          linkSync(own, this.#file)
          return true
        } catch {
          if (isAlive(this.#owner())) return false
          rmSync(this.#file, { force: true })
        }
      }
      return false
    } finally {
      rmSync(own, { force: true })
    }
  }

  #owner(): number {
    try {
      const pid = Number(readFileSync(this.#file, 'utf8'))
      // Where the file is damaged, a number that no process has.
      return pid > 0 ? pid : 2 ** 30
    } catch {
      return 2 ** 30
    }
  }

  #readNotes(onSecond: (second: SecondInstance) => void) {
    for (const name of readdirSync(this.#notes)) {
      if (!name.endsWith('.json')) continue
      const file = join(this.#notes, name)
      const second = JSON.parse(readFileSync(file, 'utf8')) as SecondInstance
      rmSync(file, { force: true })
      onSecond(second)
    }
  }
}
