/** The board, its panel and its dialogs. */
export const board = {
  loading: 'Reading the board…',
  failed: 'The board could not be read.',

  fresh: {
    label: 'How current this is',
    updated: 'Updated {n} s ago',
    late: 'Not current: last answer {age} ago',
    none: 'No answer yet',
    connecting: 'Connecting…',
    paused: 'Paused',
  },

  strip: {
    label: 'Summary',
    held: 'held now',
    longest: 'longest',
    over: 'over {limit}',
    visible: 'agents visible',
    of: '/ {n}',
    none: '–',
  },

  surety: {
    atLeast: { sign: '≥', spoken: 'at least' },
    about: { sign: '~', spoken: 'about' },
  },

  table: {
    caption: 'Held calls',
    captionByNeed: 'Held calls, those that need attention first',
    heldFor: 'Held by agent for',
    agent: 'Agent',
    customer: 'Customer',
    skill: 'Skill',
    call: 'Call',
    thisCall: 'Holds of this call',
    noNumber: 'no number',
    noSkill: 'no skill',
    reveal: 'Show the number of {agent}’s call',
    conceal: 'Hide the number of {agent}’s call',
    again: '{n} ×',
    total: '{time} total',
  },

  empty: {
    title: 'No call is on hold',
    text: '{seen} of {all} agents visible',
    blindTitle: 'No agent can be seen',
    blindText: 'Calls may be on hold without being shown here. The agents’ panel says why.',
    waitingTitle: 'Asking for the first time…',
    waitingText: 'Held calls appear as soon as the gateway has answered.',
    notWatchingTitle: 'Not watching',
    notWatchingText: 'What is held right now is not known.',
    nobodyTitle: 'Nobody is watched',
    nobodyText: 'Add the agents whose held calls you want to see.',
  },

  watch: {
    connecting: { title: 'Connecting to the gateway…' },
    interrupted: { title: 'The gateway is lost from sight' },
    paused: { title: 'Watching is paused' },
    stopped: { title: 'Watching has stopped' },
    silent: {
      title: 'This board is cut off',
      text: 'Nothing has come from the watching part of Holdwatch for {age}. What you see is old.',
    },
    atRisk: {
      title: 'Sign-in at risk',
      text: 'Heartbeat not answered for {age}. {why} Held calls are still seen; if this lasts, the gateway ends the sign-in.',
    },
    unansweredSignIn:
      'No answer came to two sign-ins. To keep the account from being locked, the password is not sent again unasked.',
    tryingAgain: 'Trying again in {n} s.',
    tryingNow: 'Trying again now…',
    retry: 'Retry now',
    toCertificate: 'Look at the certificate',
    goOn: 'Go on',
    toSignIn: 'Sign in again',
  },

  agents: {
    title: 'Agents',
    'needs-a-look': 'Needs a look',
    holding: 'Holding',
    talking: 'Talking',
    'not-talking': 'Not talking',
    'signed-out': 'Signed out',
    waiting: 'Waiting',
    count: '{group} · {n}',
    calls: 'no call | 1 call | {n} calls',
    tryingAgain: 'Trying again in {n} s.',
    tryingNow: 'Trying again now…',
    failures: '{what} Failed {n} times in a row.',
    retry: 'Retry {agent} now',
    retryShort: 'Retry',
    remove: 'Remove {agent}',
    add: 'Add agents',
    open: 'Show the agents',
    allVisible: 'All {n} agents are visible',
    someUnseen: 'All agents visible | 1 agent cannot be seen | {n} agents cannot be seen',
    nobody: 'Nobody is watched',
    someWaiting: '1 agent not asked yet | 1 agent not asked yet | {n} agents not asked yet',
  },

  add: {
    title: 'Add agents',
    submit: 'Add to the board',
    empty: 'Nothing was added: enter at least one agent id.',
    rejected: 'Nothing was added: nothing that was entered is an agent id.',
    watched: 'Nothing was added: all of these agents are watched already.',
    watchedSome:
      'Nothing was added: these are watched already, and the rest is no agent id: {list}',
    some: 'One agent was added. Not added: {list} | {n} agents were added. Not added: {list}',
  },
  removal: {
    title: 'Stop watching {agent}?',
    text: 'The agent leaves the board, and so do calls held right now. You can add the agent again at any time.',
    submit: 'Stop watching',
  },

  trusted: {
    title: 'Trusted gateways',
    lead: 'For these addresses you trusted certificates that this computer does not trust by itself.',
    none: 'You have not trusted any certificate by hand.',
    since: 'Trusted on {date}',
    forget: 'Forget {origin}, certificate {print}',
    forgetShort: 'Forget',
    confirm:
      'Forget this certificate of {origin}? If the gateway shows it, watching stops at once, until it is trusted again.',
    confirmSubmit: 'Forget it',
    keep: 'Keep it',
  },

  spoken: {
    amber: '{agent}: held for more than {limit}.',
    red: '{agent}: held for more than {limit}.',
    critical: 'Critical: {agent}, held for more than {limit}.',
  },
}
