import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeVault, holdAt, newest, origin, type TestHistory } from './fakes.ts'
import { PhoneNumberCipher } from './phoneNumberCipher.ts'
import { eachInItsFolder, folder, startWatching } from './testing.ts'

const secretNumber = '02155501234'

eachInItsFolder()

/** One hold that is over and one that is open. */
async function fill({ history, clock }: TestHistory): Promise<void> {
  const now = clock.now()
  history.recordStarts([holdAt(now), holdAt(now, { callId: 'call-2' })])
  history.recordEnds([{ ...holdAt(now), endedBy: now + 500 }])
  await history.flush()
}

const customersOf = async ({ history }: TestHistory) =>
  (await history.page(newest)).rows.map(({ customer }) => customer)

/** For each row whether it has a full number, and the result of requesting it. */
const wholeOf = async ({ history }: TestHistory) => {
  const { rows } = await history.page(newest)
  return Promise.all(
    rows.map(async ({ id, hasNumber }) => [hasNumber, await history.numberOf(id)] as const),
  )
}

/** The content of the folder, as bytes. */
async function onDisk(): Promise<string> {
  const files = await readdir(folder)
  const all = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')))
  return all.join('\n')
}

function count(sql: string): number {
  const db = new DatabaseSync(join(folder, 'history.db'))
  const [row] = db.prepare(`SELECT count(*) AS n FROM ${sql}`).all()
  db.close()
  return Number(row?.['n'])
}

describe('encrypted numbers', () => {
  const key = { id: 7, key: randomBytes(32) }

  it('are decrypted, never encrypted the same way twice, and never stored as plain text', () => {
    const numbers = new PhoneNumberCipher([key])
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = numbers.seal(text)
        expect(numbers.open(sealed)).toBe(text)
        expect(numbers.seal(text)).not.toEqual(sealed)
        if (text.length > 2) expect(Buffer.from(sealed ?? []).includes(text)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it('that were changed, or encrypted with another key, are discarded', () => {
    const sealed = new PhoneNumberCipher([key]).seal(secretNumber) ?? new Uint8Array()
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Uint8Array.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(new PhoneNumberCipher([key]).open(changed)).toBe('')
    }
    expect(new PhoneNumberCipher([{ ...key, key: randomBytes(32) }]).open(sealed)).toBe('')
    expect(new PhoneNumberCipher([]).open(sealed)).toBe('')
    expect(new PhoneNumberCipher([]).seal(secretNumber)).toBeNull()
  })
})

describe('the stored part of a customer’s number', () => {
  it('is the last four digits', async () => {
    const test = await startWatching({ keptNumbers: 'last-four' })
    await fill(test)
    expect(await customersOf(test)).toEqual(['•••• 1234'])
    expect(await wholeOf(test)).toEqual([[false, '']])
    expect([count('past_holds WHERE number IS NULL'), count('open_holds')]).toEqual([1, 1])
    expect(await onDisk()).not.toMatch(/1234|5501/)
  })

  it('is the full number, which is returned masked unless requested', async () => {
    const test = await startWatching({ keptNumbers: 'whole' })
    await fill(test)
    expect(await customersOf(test)).toEqual(['•••• 1234'])
    expect(await wholeOf(test)).toEqual([[true, secretNumber]])
    expect(await test.history.numberOf(4_711)).toBe('')
    expect(count('past_holds WHERE number IS NOT NULL')).toBe(1)
    expect(await onDisk()).not.toContain(secretNumber)
  })

  it('is the full number, which can be searched by whoever may see it', async () => {
    const test = await startWatching({ keptNumbers: 'whole' })
    await fill(test)
    const matches = async (search: string, readsNumbers: boolean) => {
      const filter = { ...newest.filter, search, readsNumbers }
      return (await test.history.page({ ...newest, filter })).total
    }
    expect(await matches('(021) 5550-1234', true)).toBe(1)
    expect(await matches(secretNumber, false)).toBe(0)
    // A part of it matches nothing.
    expect(await matches('55501234', true)).toBe(0)
    expect(await matches('5501', true)).toBe(0)
    expect((await test.history.charts({ ...newest.filter, search: secretNumber })).agents).toEqual(
      [],
    )
  })

  it('is unchanged when the same preference is set again', async () => {
    const test = await startWatching({ keptNumbers: 'whole' })
    await fill(test)
    await test.history.setKeptNumbers('whole')
    expect(await customersOf(test)).toEqual(['•••• 1234'])
  })

  it('is nothing, not even a key', async () => {
    const test = await startWatching({ keptNumbers: 'none' })
    await fill(test)
    expect(await customersOf(test)).toEqual([''])
    expect([count('past_holds WHERE customer IS NULL'), count('number_keys')]).toEqual([1, 0])
  })

  it('is nothing where the key would be stored as plain text', async () => {
    const vault = new FakeVault()
    vault.isSafe = false
    const test = await startWatching({ keptNumbers: 'whole', vault })
    await fill(test)
    expect(await customersOf(test)).toEqual([''])
    expect([count('past_holds WHERE customer IS NULL'), count('number_keys')]).toEqual([1, 0])
  })

  it('is nothing where the key ring is locked, and the history works without', async () => {
    const vault = new FakeVault()
    vault.isLocked = true
    const test = await startWatching({ vault })
    await fill(test)
    expect(await customersOf(test)).toEqual([''])
    expect(test.history.state.state).toBe('writing')
  })

  it('is reduced at once, for stored holds too, when the preference is reduced', async () => {
    const test = await startWatching({ keptNumbers: 'whole' })
    await fill(test)
    await test.history.setKeptNumbers('last-four')
    expect(await customersOf(test)).toEqual(['•••• 1234'])
    expect(count('past_holds WHERE number IS NOT NULL')).toBe(0)
    expect(count('open_holds WHERE number IS NOT NULL')).toBe(0)
    await test.history.setKeptNumbers('none')
    await test.history.flush()
    expect(await customersOf(test)).toEqual([''])
    expect(count('open_holds WHERE customer IS NOT NULL')).toBe(0)
    expect(count('number_keys')).toBe(0)
  })

  it('is extended from then on, when the preference is extended', async () => {
    const test = await startWatching({ keptNumbers: 'none' })
    await fill(test)
    await test.history.setKeptNumbers('whole')
    await test.history.flush()
    expect(count('open_holds WHERE number IS NOT NULL')).toBe(1)
    expect(await customersOf(test)).toEqual([''])
  })

  it('is reduced from the start, where the preference was reduced meanwhile', async () => {
    const first = await startWatching({ keptNumbers: 'whole' })
    await fill(first)
    await first.history.close()
    await startWatching({ keptNumbers: 'last-four' })
    expect(count('past_holds WHERE number IS NOT NULL')).toBe(0)
    expect(count('past_holds WHERE customer IS NOT NULL')).toBe(1)
  })
})

describe('the key', () => {
  it('is the same after a restart, and stored on disk encrypted by the key ring', async () => {
    const first = await startWatching({})
    await fill(first)
    await first.history.close()
    const second = await startWatching({})
    expect(await customersOf(second)).toEqual(['•••• 1234'])
    expect(count('number_keys')).toBe(1)
  })

  it('that is not available leaves its numbers unread, until it is available again', async () => {
    const first = await startWatching({})
    await fill(first)
    await first.history.close()
    const foreign = await startWatching({ vault: new FakeVault('another ring') })
    expect(await customersOf(foreign)).toEqual([''])
    foreign.clock.pass(60_000)
    foreign.history.recordStarts([holdAt(60_000, { callId: 'call-3' })])
    foreign.history.recordEnds([{ ...holdAt(60_000, { callId: 'call-3' }), endedBy: 60_500 }])
    await foreign.history.flush()
    expect(await customersOf(foreign)).toEqual(['•••• 1234', ''])
    await foreign.history.close()
    expect(await customersOf(await startWatching({}))).toEqual(['', '•••• 1234'])
  })

  it('that the user has yet to unlock delays nothing else, and loses no number', async () => {
    const first = await startWatching({})
    await fill(first)
    await first.history.close()
    const vault = new FakeVault()
    const { promise, resolve } = Promise.withResolvers<undefined>()
    vault.unlocked = promise
    const second = await startWatching({ vault })
    expect(second.history.restore([origin]).holds).toHaveLength(1)
    second.history.recordStarts([holdAt(60_000, { callId: 'call-3' })])
    second.history.recordEnds([{ ...holdAt(60_000, { callId: 'call-3' }), endedBy: 60_500 }])
    resolve(undefined)
    await second.history.flush()
    expect(await customersOf(second)).toEqual(['•••• 1234', '•••• 1234'])
  })

  it('is unchanged, where the preference is lost', async () => {
    const first = await startWatching({ keptNumbers: 'whole' })
    await fill(first)
    await first.history.close()
    const lost = await startWatching({ numbers: { kept: 'last-four', isChosen: false } })
    expect(count('past_holds WHERE number IS NOT NULL')).toBe(1)
    expect(lost.retention).toMatchObject([{ numbers: 'whole' }])
  })
})
