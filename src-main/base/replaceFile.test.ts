import { describe, expect, it } from 'vitest'
import { isInUse, replaceFile } from './replaceFile.ts'

const refused = (code: string) => Object.assign(new Error(code), { code })
/** A disk that refuses this many times. */
const refusing = (code: string, times: number) => {
  let tries = 0
  return {
    rename: () => (++tries <= times ? Promise.reject(refused(code)) : Promise.resolve()),
    wait: () => Promise.resolve(),
    get tries() {
      return tries
    },
  }
}
const failure = (code: string) =>
  replaceFile('a', 'b', refusing(code, Infinity)).catch((error: unknown) => error)

describe('a file that replaces another', () => {
  it.each(['EPERM', 'EBUSY', 'EACCES'])('waits for whoever has that open: %s', async (code) => {
    const disk = refusing(code, 9)
    await replaceFile('a', 'b', disk)
    expect(disk.tries).toBe(10)
  })

  it.each(['EPERM', 'EBUSY', 'EACCES'])('reports that it stays in use: %s', async (code) => {
    const error = await failure(code)
    expect(error).toMatchObject({ code })
    expect(isInUse(error)).toBe(true)
    expect(isInUse(new Error('around it', { cause: error }))).toBe(true)
  })

  it('does not retry for another reason', async () => {
    const disk = refusing('ENOSPC', 1)
    const error = await replaceFile('a', 'b', disk).catch((reason: unknown) => reason)
    expect(disk.tries).toBe(1)
    expect(isInUse(error)).toBe(false)
  })
})
