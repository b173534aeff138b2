/** The checks of any server, in order. */
const connectionSteps = ['address', 'tcp', 'tls', 'certificate'] as const
/** What follows at a gateway … */
const sessionSteps = ['sign-in', 'inspector-right', 'event-poll', 'hold-query'] as const
/** … and at a CC-CMS, which has no sessions. */
const keySteps = ['signature', 'call-query', 'agents-listed'] as const

export const stepNames = [...connectionSteps, ...sessionSteps, ...keySteps] as const

/** The checks between this computer and a held call, in order. */
export const stepsOf = (
  way: 'inspector' | 'agent' | 'cms',
): readonly (typeof stepNames)[number][] => [
  ...connectionSteps,
  ...(way === 'cms' ? keySteps : sessionSteps),
]
