import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { HandClock, holdAt, newest, origin } from './fakes.ts'
import { eachInItsFolder, folder, start } from './testing.ts'

eachInItsFolder()

const dayMs = 86_400_000

/** The stored counts, and the result of counting now. */
function counts() {
  const db = new DatabaseSync(join(folder, 'history.db'), { readOnly: true })
  const kinds = 'agent_id, skill, level'
  const stored = db.prepare(`SELECT * FROM past_counts ORDER BY day, ${kinds}`).all()
  const counted = db
    .prepare(
      `SELECT -1 AS day, ${kinds}, count(*) AS holds FROM past_holds GROUP BY ${kinds}
       UNION ALL
       SELECT started_at / ${dayMs} AS day, ${kinds}, count(*) AS holds FROM past_holds
       GROUP BY started_at / ${dayMs}, ${kinds}
       ORDER BY day, ${kinds}`,
    )
    .all()
  db.close()
  return { stored, counted }
}

it('holds are counted by kind and day as they end, expire, or are deleted at once', async () => {
  const clock = new HandClock()
  const { history } = await start({ clock, retentionDays: 30 })
  history.restore([origin])
  const end = async (ids: number[]) => {
    const held = ids.map((id) => ({
      ...holdAt(clock.now(), { agentId: String(100 + (id % 3)), callId: String(id) }),
      lastSeenAt: clock.now() + 5_000,
      endedBy: clock.now() + 6_000,
    }))
    history.recordStarts(held)
    history.recordEnds(held)
    await history.flush()
  }
  const isRight = () => {
    const { stored, counted } = counts()
    expect(stored).toEqual(counted)
    return stored.length
  }
  await end([1, 2, 3, 4])
  clock.pass(3 * dayMs)
  await end([5, 6])
  expect(isRight()).toBe(3 + 3 + 2)
  await history.setRetention(2)
  expect(isRight()).toBe(2 + 2)
  await history.deleteAll()
  expect(isRight()).toBe(0)
  await end([7, 8])
  expect((await history.page(newest)).total).toBe(2)
  clock.pass(3 * dayMs)
  await history.setRetention(1)
  expect(isRight()).toBe(0)
  await history.close()
})
