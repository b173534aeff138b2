/** The watched agents: how long they are as they are, and who can be seen. */
export const agents = {
  since: {
    now: '<1 min',
    minutes: '{n} min',
    hours: '{n} h',
    unseen: 'For {since}.',
    notChecked: 'Not checked for {age}.',
  },
  more: '{list} and {n} more',
  find: 'Find an agent',
  findPlaceholder: 'Name or id…',

  coverage: {
    title: 'Who can be seen',
    line: '{seen} of {all} visible',
    lineAll: 'All {all} visible',
    lineAsking: '{n} of {all} asked so far',
    reason: '{n} {reason}',
    close: 'Close “Who can be seen”',
    all: 'All {all} agents can be seen.',
    some: '{seen} of {all} agents can be seen.',
    waiting: 'Nobody waits. | One has not been asked yet. | {n} have not been asked yet.',
    told: 'The first round is over: {seen} of {all} agents could be seen.',
    again: 'Ask everybody again',
  },
}
