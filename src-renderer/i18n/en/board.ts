/** The board, its panel and its dialogs. */
export const board = {
  loading: 'Loading the board…',
  failed: 'The board could not be loaded.',

  fresh: {
    label: 'Data age',
    updated: 'Updated {n} s ago',
    late: 'Out of date: last answer {age} ago',
    none: 'No answer yet',
    connecting: 'Connecting…',
    paused: 'Paused',
  },

  strip: {
    label: 'Summary',
    held: 'on hold now',
    longest: 'longest',
    over: 'over {limit}',
    visible: 'agents visible',
    of: '/ {n}',
    none: '–',
  },

  certainty: {
    atLeast: { sign: '≥', spoken: 'at least' },
    about: { sign: '~', spoken: 'about' },
  },

  table: {
    caption: 'Held calls',
    captionByNeed: 'Held calls, those that need attention first',
    heldFor: 'Hold time',
    agent: 'Agent',
    customer: 'Customer',
    skill: 'Skill',
    call: 'Call type',
    thisCall: 'This call',
    noNumber: 'no number',
    noSkill: 'no skill',
    reveal: 'Show the number of {agent}’s call',
    conceal: 'Hide the number of {agent}’s call',
    again: '{n} ×',
    total: '{time} total',
  },

  empty: {
    title: 'No calls on hold',
    text: '{seen} of {all} agents visible',
    blindTitle: 'No agents are visible',
    blindText: 'Calls may be on hold that are not shown here. See the Agents panel for the reason.',
    waitingTitle: 'First check in progress…',
    waitingText: 'Held calls appear as soon as the first answer arrives.',
    notWatchingTitle: 'Monitoring is off',
    notWatchingText: 'Holdwatch does not know which calls are on hold right now.',
    nobodyTitle: 'No agents are monitored',
    nobodyText: 'Add the agents whose held calls you want to see.',
  },

  watch: {
    connecting: { title: 'Connecting to {source}…' },
    interrupted: { title: 'Connection to {source} lost' },
    paused: { title: 'Monitoring is paused' },
    stopped: { title: 'Monitoring has stopped' },
    silent: {
      title: 'This board is not being updated',
      text: 'Holdwatch’s monitoring process has sent nothing for {age}. The data on this board is old.',
    },
    atRisk: {
      title: 'The session may be lost',
      text: 'The gateway has not answered the session heartbeat for {age}. {why} Held calls are still visible, but if this continues, the gateway will end the session.',
    },
    ofSource: {
      connecting: 'Connecting to {source}…',
      interrupted: '{source}: no data since {time}',
      paused: '{source}: paused since {time}',
      stopped: '{source}: stopped at {time}',
      atRisk: '{source}: the session may be lost',
    },
    unansweredSignIn:
      'Two sign-in attempts got no answer. To avoid locking the account, Holdwatch will not send the password again until you ask it to.',
    tryingAgain: 'Retrying in {n} s.',
    tryingNow: 'Retrying…',
    retry: 'Retry',
    toCertificate: 'View certificate',
    goOn: 'Resume',
    toSignIn: 'Sign in again',
    toSources: 'Show sources',
  },

  agents: {
    title: 'Agents',
    'needs-a-look': 'Needs attention',
    holding: 'Holding',
    talking: 'Talking',
    'not-talking': 'Not on a call',
    'signed-out': 'Signed out',
    waiting: 'Waiting',
    count: '{group} · {n}',
    calls: 'no calls | 1 call | {n} calls',
    tryingAgain: 'Retrying in {n} s.',
    tryingNow: 'Retrying…',
    failures: '{what} Failed {n} times in a row.',
    retry: 'Retry {agent}',
    retryShort: 'Retry',
    remove: 'Remove {agent}',
    add: 'Add agents',
    open: 'Show agents',
    allVisible: 'All {n} agents are visible',
    someUnseen: 'All agents are visible | 1 agent is not visible | {n} agents are not visible',
    nobody: 'No agents are monitored',
    someWaiting: '1 agent not checked yet | 1 agent not checked yet | {n} agents not checked yet',
  },

  add: {
    title: 'Add agents',
    submit: 'Add to board',
    empty: 'No agents were added. Enter at least one agent ID.',
    rejected: 'No agents were added. None of the entries is an agent ID.',
    watched: 'No agents were added. All of them are already monitored.',
    watchedSome:
      'No agents were added. These are already monitored, and the other entries are not agent IDs: {list}',
    some: '1 agent was added. Not added: {list} | {n} agents were added. Not added: {list}',
  },
  removal: {
    title: 'Stop monitoring {agent}?',
    text: 'The agent and any calls the agent has on hold are removed from the board. You can add the agent again at any time.',
    submit: 'Stop monitoring',
  },

  trusted: {
    title: 'Trusted gateways',
    lead: 'You trusted these certificates yourself. This computer does not trust them on its own.',
    none: 'You have not trusted any certificates yourself.',
    since: 'Trusted on {date}',
    forget: 'Remove trust in {origin}, certificate {print}',
    forgetShort: 'Remove',
    confirm:
      'Stop trusting this certificate of {origin}? If the gateway presents it, monitoring stops at once until you trust it again.',
    confirmSubmit: 'Stop trusting',
    keep: 'Keep',
  },

  spoken: {
    amber: '{agent}: on hold for more than {limit}.',
    red: '{agent}: on hold for more than {limit}.',
    critical: 'Critical: {agent}, on hold for more than {limit}.',
  },
}
