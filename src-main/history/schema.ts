import type { DatabaseSync } from 'node:sqlite'

/** Marks the file as a history (`PRAGMA application_id`): "HOLD" in ASCII. */
export const applicationId = 0x48_4f_4c_44

/** The columns that open and past holds share. */
const holdColumns = `
  origin        TEXT    NOT NULL,
  agent_id      TEXT    NOT NULL,
  agent_name    TEXT    NOT NULL,
  call_id       TEXT    NOT NULL,
  hold_number   INTEGER NOT NULL,
  earlier_ms    INTEGER NOT NULL,
  skill         TEXT    NOT NULL,
  call_feature  REAL,
  customer      BLOB,             -- as it may be shown, sealed (numbers.ts)
  number        BLOB,             -- the whole number, sealed; only where that is wanted
  started_at    INTEGER NOT NULL, -- epoch ms of the first sight
  doubt_ms      INTEGER,          -- how long before the first sight it may have begun
  held_ms       INTEGER NOT NULL, -- from first to last sight
  gap           INTEGER NOT NULL,
  level         INTEGER NOT NULL, -- the highest: 0 normal, 1 amber, 2 red, 3 critical
  handled_kind  TEXT,
  handled_by    TEXT,
  handled_ms    INTEGER,          -- from first sight
`

/** Parts of triggers on past holds: a row of this kind was added, or was deleted. */
const countIn = `
  INSERT INTO past_counts
    SELECT day, new.agent_id, new.skill, new.level, 1
    FROM (SELECT new.started_at / 86400000 AS day UNION ALL SELECT -1) WHERE true
    ON CONFLICT DO UPDATE SET holds = holds + 1;`
const ofItsKind = `day IN (old.started_at / 86400000, -1)
  AND agent_id = old.agent_id AND skill = old.skill AND level = old.level`
const countOut = `
  UPDATE past_counts SET holds = holds - 1 WHERE ${ofItsKind};
  DELETE FROM past_counts WHERE holds = 0 AND ${ofItsKind};`
/** Without it, all past holds are deleted at once; with it, one by one. */
export const pastRemoved = `
  CREATE TRIGGER past_removed AFTER DELETE ON past_holds BEGIN
    ${countOut}
  END;`

/** Each step migrates from the version of its index to the next one. Never change one that was released. */
const migrations: readonly string[] = [
  `
  CREATE TABLE open_holds (
    ${holdColumns}
    age_ms        INTEGER NOT NULL, -- from first sight to as_of
    as_of         INTEGER NOT NULL, -- the wall clock when this was written, epoch ms
    PRIMARY KEY (origin, agent_id, call_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE past_holds (
    id            INTEGER PRIMARY KEY,
    ${holdColumns}
    end_ms        INTEGER,          -- from first sight to when it was over at the latest
    ended_at      INTEGER GENERATED ALWAYS AS (started_at + coalesce(end_ms, held_ms)) VIRTUAL,
    -- What was written once and is written again after a restart is the same row.
    UNIQUE (agent_id, call_id, started_at, hold_number, origin)
  ) STRICT;

  -- Filters, orders and charts read this index alone; a page then fetches its own few rows.
  CREATE INDEX past_by_start ON past_holds
    (started_at, held_ms, level, skill, agent_id, agent_name, call_id);
  CREATE INDEX past_by_end ON past_holds (ended_at);

  -- Totals of calls that may be held again.
  CREATE TABLE earlier_holds (
    origin        TEXT    NOT NULL,
    key           TEXT    NOT NULL,
    count         INTEGER NOT NULL,
    total_ms      INTEGER NOT NULL,
    ended_at      INTEGER NOT NULL,
    PRIMARY KEY (origin, key)
  ) STRICT, WITHOUT ROWID;

  -- Keys of the sealed numbers, themselves encrypted by the system's key ring.
  CREATE TABLE number_keys (
    id            INTEGER PRIMARY KEY,
    wrapped       TEXT    NOT NULL
  ) STRICT;
  `,
  `
  -- What the history knows of itself, whatever becomes of the settings (meta.ts).
  CREATE TABLE meta (
    key           TEXT    NOT NULL PRIMARY KEY,
    value         INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- One for each order of a page, so that a page costs what it shows; those that lead to what is
  -- filtered hold all that is sorted and counted by.
  DROP INDEX past_by_start;
  CREATE INDEX past_in_order ON past_holds (started_at);
  CREATE INDEX past_by_start ON past_holds
    (started_at, held_ms, level, skill, agent_id, agent_name, hold_number);
  CREATE INDEX past_by_agent ON past_holds
    (agent_id, started_at, held_ms, level, skill, agent_name, hold_number);
  CREATE INDEX past_by_skill ON past_holds
    (skill, started_at, held_ms, level, agent_id, agent_name, hold_number);
  CREATE INDEX past_by_level ON past_holds
    (level, started_at, held_ms, skill, agent_id, agent_name, hold_number);
  CREATE INDEX past_by_duration ON past_holds (held_ms, started_at);
  CREATE INDEX past_by_name ON past_holds (agent_name COLLATE NOCASE, agent_id, started_at);
  CREATE INDEX past_repeats ON past_holds (hold_number, started_at, level, skill, agent_id)
    WHERE hold_number > 1;
  `,
  `
  -- What was alerted, so that nothing is told twice after a restart. Distances are ms from first sight.
  ALTER TABLE open_holds ADD COLUMN told INTEGER; -- a level; null where nothing is known
  ALTER TABLE open_holds ADD COLUMN snooze_over INTEGER;
  ALTER TABLE open_holds ADD COLUMN critical_ms INTEGER;
  ALTER TABLE open_holds ADD COLUMN attention_kind TEXT; -- null once it has lapsed; handled_kind stays
  ALTER TABLE open_holds ADD COLUMN attention_ms INTEGER;
  ALTER TABLE open_holds ADD COLUMN attention_until_ms INTEGER;
  `,
  `
  -- How many past holds there are of each kind: counting them one by one is most of a page's cost.
  CREATE TABLE past_counts (
    day           INTEGER NOT NULL, -- of the first sight, since the epoch; -1: all days together
    agent_id      TEXT    NOT NULL,
    skill         TEXT    NOT NULL,
    level         INTEGER NOT NULL,
    holds         INTEGER NOT NULL,
    PRIMARY KEY (day, agent_id, skill, level)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO past_counts
    SELECT started_at / 86400000, agent_id, skill, level, count(*) FROM past_holds GROUP BY 1, 2, 3, 4;
  INSERT INTO past_counts
    SELECT -1, agent_id, skill, level, sum(holds) FROM past_counts GROUP BY 2, 3, 4;
  CREATE TRIGGER past_added AFTER INSERT ON past_holds BEGIN
    ${countIn}
  END;
  CREATE TRIGGER past_changed AFTER UPDATE OF skill, level ON past_holds
    WHEN old.skill <> new.skill OR old.level <> new.level BEGIN
    ${countOut}
    ${countIn}
  END;
  ${pastRemoved}

  -- All that is filtered by: a page of a wide filter is found in its order.
  DROP INDEX past_by_duration;
  DROP INDEX past_by_name;
  CREATE INDEX past_by_duration ON past_holds (held_ms, started_at, level, skill, agent_id);
  CREATE INDEX past_by_name ON past_holds
    (agent_name COLLATE NOCASE, agent_id, started_at, level, skill);
  `,
  `
  -- Notes that were sent to the agent about the hold (noteColumn.ts); null for none.
  ALTER TABLE open_holds ADD COLUMN notes TEXT;
  ALTER TABLE past_holds ADD COLUMN notes TEXT;
  `,
]

export const schemaVersion = migrations.length

export function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
}

/** Migrates the tables to the newest version, each step completely or not at all. */
export function migrate(db: DatabaseSync, steps = migrations): void {
  for (const [version, step] of steps.entries()) {
    if (version < versionOf(db)) continue
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(step)
      db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
}
