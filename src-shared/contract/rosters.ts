import { z } from 'zod'
import { mostAgents } from '../mostAgents.ts'
import { groupedNumber, parsedList, watchInput } from './setup.ts'

/** An agent of a list; the name is empty where none is known. */
export const namedAgent = z.object({ agentId: z.string().max(200), name: z.string().max(200) })
export type NamedAgent = z.infer<typeof namedAgent>

/** A named list of agents, such as a shift. */
export const savedRoster = z.object({
  name: z.string().trim().max(60),
  /** As many as can be watched. */
  agents: z.array(namedAgent).max(mostAgents),
})
export type SavedRoster = z.infer<typeof savedRoster>

/** The rosters of the connected gateway. */
export const rosterBook = z.object({
  rosters: z.array(savedRoster),
  /** Per-agent way: ids on any of them without a credential. */
  withoutCredential: z.array(z.string()),
})
export type RosterBook = z.infer<typeof rosterBook>

/** `before` is the current name; null creates a roster. Too many agents have an error of their own. */
export const rosterChange = savedRoster.extend({
  before: z.string().max(60).nullable(),
  agents: z.array(namedAgent).max(20_000),
})
export type RosterChange = z.infer<typeof rosterChange>

/** Watches exactly the agents of a roster; includes new credentials for agents without one. */
export const rosterSwitch = watchInput.extend({ name: z.string().max(60) })

/** Agents found in any text: every number that may be an id is either found or listed as rejected. */
export const foundAgents = parsedList.omit({ ids: true }).extend({
  agents: z.array(namedAgent),
  /** The number of rejected entries; `rejected` lists the first of them. */
  rejectedCount: z.number(),
})
export type FoundAgents = z.infer<typeof foundAgents>

export const fileEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'gbk', 'big5', 'windows-1252'])
export type FileEncoding = z.infer<typeof fileEncoding>

const column = z.number().int().min(0).max(1_000)

/** How to parse a file; omitted values are detected from its content. */
export const fileChoice = z.object({
  encoding: fileEncoding.optional(),
  /** Null finds ids anywhere in the text. */
  idColumn: column.nullable().optional(),
  nameColumn: column.nullable().optional(),
  /** Treats digits with a thousands separator as one number. */
  joinGroups: z.boolean().optional(),
})
export type FileChoice = z.infer<typeof fileChoice>

/** How a file was parsed, for review before anything is saved. */
export const filePreview = z.object({
  /** Without its folder. */
  file: z.string(),
  encoding: fileEncoding,
  columns: z.array(
    z.object({
      /** Empty where there is no heading. */
      title: z.string(),
      /** Its first cell that is not empty. */
      example: z.string(),
    }),
  ),
  idColumn: column.nullable(),
  nameColumn: column.nullable(),
  /** The first rows below the headings, unchanged; lines are counted from 1. */
  firstRows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
  /** The first line with unbalanced quotation marks; each line was then parsed by itself. */
  unmatchedQuote: z.number().nullable(),
  agents: z.array(namedAgent),
  newRange: z.array(z.string()),
  grouped: z.array(groupedNumber),
  /** The first of them, and how many there are. */
  leftOut: z.array(
    z.object({
      line: z.number(),
      text: z.string(),
      why: z.enum([
        'above-headings',
        'no-id',
        'not-a-number',
        'out-of-range',
        'grouped',
        'named-twice',
      ]),
    }),
  ),
  leftOutCount: z.number(),
})
export type FilePreview = z.infer<typeof filePreview>
