import { agents, board, crowd, names, notes, tools } from './board.ts'
import { checks, pastHolds, preferences } from './records.ts'
import { notices, setUp } from './setUp.ts'
import { sources } from './sources.ts'
import type { Story } from './story.ts'
import { trouble } from './trouble.ts'

/** Every view in every state that a supervisor may encounter. */
export const stories: readonly Story[] = [
  setUp,
  notices,
  board,
  tools,
  agents,
  notes,
  crowd,
  names,
  trouble,
  sources,
  pastHolds,
  preferences,
  checks,
]
