import { z } from 'zod'

/** A library inside the app, under the license that it came with. */
export const library = z.object({
  name: z.string(),
  version: z.string(),
  /** The license's identifier, such as `MIT`; empty where the library names none. */
  license: z.string(),
  /** The license itself. */
  text: z.string(),
})
export type Library = z.infer<typeof library>

/** What the app is, where it keeps its data, and what it is built on. */
export const about = z.object({
  version: z.string(),
  dataFolder: z.string(),
  libraries: z.array(library),
})
export type About = z.infer<typeof about>
