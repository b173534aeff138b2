import { z } from 'zod'
import { groupedNumber, parsedList, watchInput } from './setup.ts'

/** An agent of a list; the name is empty where none is known. */
export const namedAgent = z.object({ agentId: z.string().max(200), name: z.string().max(200) })
export type NamedAgent = z.infer<typeof namedAgent>

/** A list of agents that was given a name, such as a shift. */
export const savedRoster = z.object({
  name: z.string().trim().max(60),
  /** As many as can be watched. */
  agents: z.array(namedAgent).max(2_000),
})
export type SavedRoster = z.infer<typeof savedRoster>

/** The rosters of the gateway that is connected to. */
export const rosterBook = z.object({
  rosters: z.array(savedRoster),
  /** Per-agent way: ids on any of them with which nothing is known to act. */
  withoutCredential: z.array(z.string()),
})
export type RosterBook = z.infer<typeof rosterBook>

/** `before` is the name it has so far; null makes a new one. Too many agents are told as such. */
export const rosterChange = savedRoster.extend({
  before: z.string().max(60).nullable(),
  agents: z.array(namedAgent).max(20_000),
})
export type RosterChange = z.infer<typeof rosterChange>

/** Watches exactly the agents of a roster; credentials of those for whom none is known come along. */
export const rosterSwitch = watchInput.extend({ name: z.string().max(60) })

/** Agents found in any text: no number that may be an id is dropped without being named. */
export const foundAgents = parsedList.omit({ ids: true }).extend({
  agents: z.array(namedAgent),
  /** How much was left out; `rejected` names the first of it. */
  rejectedCount: z.number(),
})
export type FoundAgents = z.infer<typeof foundAgents>

export const fileEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'gbk', 'big5', 'windows-1252'])
export type FileEncoding = z.infer<typeof fileEncoding>

const column = z.number().int().min(0).max(1_000)

/** How a file is to be read; what is left out is decided by what stands in the file. */
export const fileChoice = z.object({
  encoding: fileEncoding.optional(),
  /** Null finds ids anywhere in the text. */
  idColumn: column.nullable().optional(),
  nameColumn: column.nullable().optional(),
  /** Takes digits with a thousands separator for one number. */
  joinGroups: z.boolean().optional(),
})
export type FileChoice = z.infer<typeof fileChoice>

/** How a file was read, to be looked at before anything is taken over. */
export const filePreview = z.object({
  /** Without its folder. */
  file: z.string(),
  encoding: fileEncoding,
  columns: z.array(
    z.object({
      /** Empty where no heading stands above it. */
      title: z.string(),
      /** Its first cell that is not empty. */
      example: z.string(),
    }),
  ),
  idColumn: column.nullable(),
  nameColumn: column.nullable(),
  /** The first below the headings, as they stand there; lines are counted from 1. */
  firstRows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
  /** The first line whose quotation marks do not match; each line was then read by itself. */
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
