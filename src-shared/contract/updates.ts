import { z } from 'zod'

/** Updates from the administrator's server, for the page about the app. */
export const updateView = z.object({
  /** `on-quit`: a downloaded version is installed without confirmation when the supervisor quits. */
  installation: z.enum(['ask', 'on-quit']),
  state: z.discriminatedUnion('is', [
    /** The server has not been contacted yet. */
    z.object({ is: z.literal('waiting') }),
    /** This installation cannot replace itself: a package manager installed it, or it is not signed. */
    z.object({ is: z.literal('unsupported'), why: z.enum(['package', 'unsigned']) }),
    /** `at`: epoch ms. */
    z.object({ is: z.literal('current'), at: z.number() }),
    z.object({ is: z.literal('downloading'), version: z.string() }),
    z.object({ is: z.literal('ready'), version: z.string() }),
    /** `publisher`: the download is not signed by this app's publisher, and was deleted. */
    z.object({
      is: z.literal('failed'),
      why: z.enum(['server', 'publisher']),
      at: z.number(),
    }),
  ]),
})
export type UpdateView = z.infer<typeof updateView>
