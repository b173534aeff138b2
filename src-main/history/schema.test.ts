import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { HandClock, newest, origin } from './fakes.ts'
import { migrate, schemaVersion, versionOf } from './schema.ts'
import { eachInItsFolder, folder, start } from './testing.ts'

eachInItsFolder()

/** A history as version 1 wrote it. Never change it: such files exist on users' machines. */
const version1 = `
  PRAGMA application_id = 1213156420;
  CREATE TABLE open_holds (
    origin TEXT NOT NULL, agent_id TEXT NOT NULL, agent_name TEXT NOT NULL, call_id TEXT NOT NULL,
    hold_number INTEGER NOT NULL, earlier_ms INTEGER NOT NULL, skill TEXT NOT NULL,
    call_feature REAL, customer BLOB, number BLOB, started_at INTEGER NOT NULL, doubt_ms INTEGER,
    held_ms INTEGER NOT NULL, gap INTEGER NOT NULL, level INTEGER NOT NULL, handled_kind TEXT,
    handled_by TEXT, handled_ms INTEGER, age_ms INTEGER NOT NULL, as_of INTEGER NOT NULL,
    PRIMARY KEY (origin, agent_id, call_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE past_holds (
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL, agent_id TEXT NOT NULL, agent_name TEXT NOT NULL, call_id TEXT NOT NULL,
    hold_number INTEGER NOT NULL, earlier_ms INTEGER NOT NULL, skill TEXT NOT NULL,
    call_feature REAL, customer BLOB, number BLOB, started_at INTEGER NOT NULL, doubt_ms INTEGER,
    held_ms INTEGER NOT NULL, gap INTEGER NOT NULL, level INTEGER NOT NULL, handled_kind TEXT,
    handled_by TEXT, handled_ms INTEGER, end_ms INTEGER,
    ended_at INTEGER GENERATED ALWAYS AS (started_at + coalesce(end_ms, held_ms)) VIRTUAL,
    UNIQUE (agent_id, call_id, started_at, hold_number, origin)
  ) STRICT;
  CREATE INDEX past_by_start ON past_holds
    (started_at, held_ms, level, skill, agent_id, agent_name, call_id);
  CREATE INDEX past_by_end ON past_holds (ended_at);
  CREATE TABLE earlier_holds (
    origin TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, total_ms INTEGER NOT NULL,
    ended_at INTEGER NOT NULL, PRIMARY KEY (origin, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE number_keys (id INTEGER PRIMARY KEY, wrapped TEXT NOT NULL) STRICT;
  PRAGMA user_version = 1;

  INSERT INTO open_holds VALUES ('${origin}', '102', 'Ben', 'open', 2, 7000, 'sales', 6, NULL, NULL,
    1772618400000, 900, 60000, 1, 1, NULL, NULL, NULL, 61000, 1772618461000);
  INSERT INTO past_holds VALUES (5, '${origin}', '101', '陈伟', 'past', 1, 0, 'billing', NULL, NULL,
    NULL, 1772618000000, NULL, 125000, 0, 2, 'snoozed', '900', 30000, 126000);
  INSERT INTO earlier_holds VALUES ('${origin}', '101/past', 1, 125000, 1772618126000);
`

describe('a history of version 1', () => {
  it('is migrated with everything in it', async () => {
    const old = new DatabaseSync(join(folder, 'history.db'))
    old.exec(version1)
    old.close()
    const clock = new HandClock(1_772_618_471_000)
    const { history, aside } = await start({ clock })
    expect(aside).toEqual([])
    expect((await history.page(newest)).rows).toEqual([
      {
        id: 5,
        agentId: '101',
        agentName: '陈伟',
        callId: 'past',
        customer: '',
        hasNumber: false,
        skill: 'billing',
        callFeature: null,
        startedAt: 1_772_618_000_000,
        notBefore: null,
        lastSeenAt: 1_772_618_125_000,
        endedBy: 1_772_618_126_000,
        durationMs: 125_000,
        gap: false,
        level: 'red',
        holdNumber: 1,
        handled: { kind: 'snoozed', by: '900', at: 1_772_618_030_000 },
        notes: [],
      },
    ])
    const { holds, earlier } = history.restore([origin])
    expect(holds).toEqual([
      {
        holdId: '102/open#2',
        agentId: '102',
        call: { callId: 'open', callFeature: 6, caller: '', called: '', skill: 'sales' },
        holdNumber: 2,
        earlierMs: 7_000,
        notBefore: -71_900,
        firstSeenAt: -71_000,
        lastSeenAt: -11_000,
        gap: true,
        sources: [origin],
      },
    ])
    expect([...earlier]).toMatchObject([['101/past', { count: 1, totalMs: 125_000 }]])
    await history.close()
  })

  it('has the same tables as a new one, where this is still version 1', () => {
    const tables = (db: DatabaseSync) =>
      db
        .prepare('SELECT name FROM sqlite_schema ORDER BY name')
        .all()
        .flatMap(({ name }) => {
          const columns = db.prepare(`PRAGMA table_xinfo(${String(name)})`).all()
          return columns.map((column) => `${String(name)} ${JSON.stringify(column)}`)
        })
    const old = new DatabaseSync(':memory:')
    old.exec(version1)
    migrate(old)
    const fresh = new DatabaseSync(':memory:')
    migrate(fresh)
    expect(tables(old)).toEqual(tables(fresh))
    expect(versionOf(old)).toBe(schemaVersion)
  })
})

describe('a step to the next version', () => {
  const steps = ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)']

  it('is applied once, from any version', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, steps.slice(0, 1))
    expect(versionOf(db)).toBe(1)
    migrate(db, steps)
    migrate(db, steps)
    expect(versionOf(db)).toBe(2)
    expect(db.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: 2 }])
  })

  it('that fails changes nothing', () => {
    const db = new DatabaseSync(':memory:')
    migrate(db, steps.slice(0, 1))
    const failing = [
      ...steps.slice(0, 1),
      'INSERT INTO a VALUES (9); INSERT INTO nowhere VALUES (1)',
    ]
    expect(() => {
      migrate(db, failing)
    }).toThrow('nowhere')
    expect([versionOf(db), db.prepare('SELECT * FROM a').all()]).toEqual([1, []])
  })
})
