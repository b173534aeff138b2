/** The watched agents: their states and durations, and the coverage. */
export const agents = {
  since: {
    unseen: 'For {age}.',
    notChecked: 'Not checked for {age}.',
  },
  more: '{list}, and {n} more',
  find: 'Find an agent',
  findPlaceholder: 'Name or ID…',

  coverage: {
    title: 'Coverage',
    line: '{seen} of {all} visible',
    lineAll: 'All {all} visible',
    lineAsking: '{n} of {all} checked',
    reason: '{n} {reason}',
    close: 'Close coverage',
    all: 'All {all} agents visible.',
    some: '{seen} of {all} agents visible.',
    waiting:
      'No agent is waiting for its first check. | 1 agent is waiting for its first check. | {n} agents are waiting for their first check.',
    announcement: 'First check complete: {seen} of {all} agents visible.',
    again: 'Check all agents again',
  },
}
