import { z } from 'zod'

/** A library inside the app, with its license. */
export const library = z.object({
  name: z.string(),
  version: z.string(),
  /** The license's identifier, such as `MIT`; empty where the library names none. */
  license: z.string(),
  /** The license itself. */
  text: z.string(),
})
export type Library = z.infer<typeof library>

/** The app's version, its data folder, and its libraries. */
export const about = z.object({
  version: z.string(),
  dataFolder: z.string(),
  libraries: z.array(library),
})
export type About = z.infer<typeof about>
