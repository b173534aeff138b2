import { shallowRef, type ShallowRef } from 'vue'
import type { AppError, Envelope } from '../../src-shared/contract/index.ts'

/** A value that main owns, as main last gave it. */
export interface Remote<T> {
  /** Null until main has answered. */
  data: ShallowRef<T | null>
  /** Why the last request failed; null once a value has come. */
  failure: ShallowRef<AppError | null>
  take(value: T): void
  /** Takes the value from an answer, and hands the answer on: requests that change it return it. */
  takeFrom(answer: Envelope<T>): Envelope<T>
  /** Asks again; until the answer, an earlier failure stands. */
  refresh(): Promise<void>
  /** Asks anew, as if for the first time: an earlier failure is gone at once. */
  load(): Promise<void>
  /** Listens, then asks, so that no change is lost in between; returns the function that ends it. */
  start(): () => void
}

interface RemoteSource<T> {
  read: () => Promise<Envelope<T>>
  /** Calls back with each new value; returns the function that ends it. */
  follow?: (take: (value: T) => void) => () => void
}

export const useRemote = <T>({ read, follow }: RemoteSource<T>): Remote<T> => {
  const data = shallowRef<T | null>(null)
  const failure = shallowRef<AppError | null>(null)

  const take = (value: T): void => {
    data.value = value
    failure.value = null
  }
  const takeFrom = (answer: Envelope<T>): Envelope<T> => {
    if (answer.ok) take(answer.data)
    return answer
  }
  const refresh = async (): Promise<void> => {
    const answer = takeFrom(await read())
    if (!answer.ok) failure.value = answer.error
  }
  const load = (): Promise<void> => {
    failure.value = null
    return refresh()
  }
  const start = (): (() => void) => {
    const stop = follow?.(take)
    void load()
    return () => stop?.()
  }

  return { data, failure, take, takeFrom, refresh, load, start }
}
