/** Where the way to held calls is blocked, how well it runs, and what support is told. */
export const diagnostics = {
  title: 'Diagnostics',
  lead: 'Checks every step from this computer to a held call. Nobody is signed in or out for it, and watching goes on.',
  notSetUp: 'Nothing is set up yet',
  notSetUpTodo:
    'Type the address of your gateway in the set-up, then come back: it is checked from here.',
  failed: 'The diagnostics could not be read.',
  loading: 'Reading the diagnostics…',

  steps: {
    title: 'The way to a held call',
    at: 'checked at {time}',
    run: 'Run the checks',
    again: 'Run again',
    running: 'Checking…',
    state: {
      waiting: 'not checked yet',
      running: 'checking…',
      good: 'good',
      failed: 'failed',
      skipped: 'could not be checked',
      'not-reached': 'not reached',
    },
    since: 'since {time}',
    last: 'at {time}',
    name: {
      address: 'Address',
      tcp: 'Connection',
      tls: 'Encryption',
      certificate: 'Certificate',
      'sign-in': 'Sign-in',
      'inspector-right': 'Inspector right',
      'event-poll': 'Event poll',
      'hold-query': 'Hold query',
    },
    about: {
      address: 'Can the address be read, and is there a computer of that name?',
      tcp: 'Does anything answer at the port?',
      tls: 'Can a secure connection be agreed on?',
      certificate: 'Is the gateway’s certificate trusted?',
      'sign-in': 'Does the running session stand?',
      'inspector-right': 'May the account see other agents’ held calls?',
      'event-poll': 'Is the session kept alive?',
      'hold-query': 'Does the gateway answer which calls an agent holds?',
    },
  },

  result: {
    running: 'Step {n} of {all}: {step}…',
    good: 'Everything is good.',
    stepsGood: 'Every step is good.',
    unseen:
      'All watched agents can be seen. | One of {all} watched agents cannot be seen: the agents’ panel on the board says why. | {n} of {all} watched agents cannot be seen: the agents’ panel on the board says why.',
    partly:
      'The way is good. | The way is good as far as it could be checked; one step could not be. | The way is good as far as it could be checked; {n} steps could not be.',
    failed: 'The way ends at step {n}: {step}.',
  },

  facts: {
    resolved: '{host} is {addresses}.',
    'is-ip': '{host} is an IP address: no name had to be looked up.',
    'by-proxy': 'The way leads through the proxy {proxy}, which looks up {host}.',
    connected: '{address} accepts connections at this port.',
    'proxy-connected': 'The proxy {proxy} accepts connections.',
    'proxy-unreachable':
      'The proxy {proxy} accepts no connection. Check the proxy settings of this computer, or ask whoever looks after its network.',
    agreed: 'Agreed on {protocol}.',
    'signed-in': 'Signed in as {agentId}.',
    'agents-read': 'The sessions of {seen} of {all} agents can be read.',
    'signing-in': 'Signing in is under way. Run the checks again in a moment.',
    'nobody-signed-in':
      'Nobody is signed in at this gateway, and the checks sign nobody in. Go through the set-up as far as the sign-in, then run them again.',
    'watch-paused':
      'Watching is paused, so nothing current is known of the agents’ sessions. Go on watching, then run the checks again.',
    'right-shown': 'The gateway tells this account which calls other agents hold.',
    'right-said': 'The gateway confirmed it at the sign-in.',
    'right-not-told':
      'The gateway has not said, and no answer has shown it. Choose agents to watch and see what the hold query says.',
    'no-right-needed': 'Not needed: each agent’s calls are read with that agent’s own session.',
    'poll-answered': 'Answered: the session is kept alive.',
    'poll-pending':
      'The first poll is not answered yet, which takes up to ten seconds. Run the checks again then.',
    'no-poll':
      'Nothing is polled: with a GUID from an administrator it would take the events away from the agent’s own desktop.',
    held: 'Agent {agentId} holds no call. | Agent {agentId} was asked about, and holds one call. | Agent {agentId} was asked about, and holds {n} calls.',
    'none-held': 'Agent {agentId} was asked about, and holds no call.',
    'nobody-watched':
      'No agent is watched who could be asked about. Choose agents, then run the checks again.',
    'needs-sign-in': 'Goes through a session that is signed in; see the sign-in above.',
  },

  certificate: {
    verified: 'An authority that this computer knows vouches for it until {until}.',
    pinned:
      'Exactly this certificate was trusted for this address. It names {until} as its last day.',
    untrusted:
      'It is not trusted for this address. Check the address in the set-up and compare the fingerprint.',
    changed:
      'It is not the one that was trusted for this address. Ask the gateway’s administrator before you trust it.',
  },

  blindSpots: {
    title: 'What cannot be known',
    'other-node':
      'Whether “nothing held” is true of an agent at another node, where the gateway is a cluster: held calls can be read only at the inspector’s own node, and for the others the gateway may answer the same (code 400-003).',
    'only-inspected':
      'What agents do whom this account may not listen to. The whole list (allagentstatus) was not to be had, and the one in its place (qualitycontrol/allagent) leaves them out. Where the gateway calls one of them not signed in, that agent may as well work at another node.',
    'only-signed-in':
      'Who is signed out. The whole list (allagentstatus) was not to be had, and the one in its place (onlineagentonvdn) names only who is signed in. Where the gateway calls somebody else not signed in, that agent may as well work at another node.',
    'guid-node':
      'Which node answers for an agent with a GUID from an administrator, where the gateway is a cluster: without a sign-in, Holdwatch has no cookie from the balancer that leads to the agent’s own node, and what another node answers may be “nothing held”.',
    'guid-auto-answer':
      'Whether those agents’ calls are answered automatically, which is settled when their own desktops sign in. The gateway lists held calls for agents without automatic answering; with it on, it may list none.',
    'hold-start':
      'Since when some of the calls are held. They were on hold already when they were first seen, and the gateway’s lists name no start: their times are lower bounds, marked with ≥.',
  },

  figures: {
    title: 'Right now',
    perSecond: 'Requests a second',
    perSecondHint: 'over the last ten seconds',
    roundTrip: 'Round trip',
    roundTripValue: 'p50 {p50} · p95 {p95}',
    roundTripHint:
      'no usable answer in five minutes | one answer in five minutes | within these came half, and 19 in 20, of {n} answers in five minutes',
    silences:
      'every request got a usable answer | one request got no usable answer | {n} requests got no usable answer',
    sight: 'A hold is seen after',
    about: 'about {time}',
    mean: '{time} on average',
    most: '{time} at most',
    measured: 'no hold was measured | measured for the last hold | measured for the last {n} holds',
    notMeasured: 'not measured yet',
    expected: 'expected on average, from what has to be asked',
    expectedTime: 'expected: about {time} on average, from what has to be asked',
    agents: 'Agents',
    agentsNone: 'none watched',
    agentCount: '{state} {n}',
    guid: 'Age of the GUID',
    guidHint: 'renewed by the gateway, usually every minute',
    uptime: 'Holdwatch has been running for',
    loop: 'Event-loop delay',
    loopHint: 'usual, and worst within the last minute',
    ms: '{n} ms',
    seconds: '{n} s',
    dash: '–',
  },

  report: {
    title: 'Report for support',
    lead: 'One text file, in English, which leaves this computer only if you send it.',
    inside: 'Inside',
    insideList: {
      steps: 'the checks with their results, and the figures',
      system:
        'the versions of Holdwatch and of the system, the gateway’s address and certificate, agent ids',
      log: 'the log: no file yet | the log: {lines} in one file | the log: {lines} in {n} files',
      lines: 'no line | one line | {n} lines',
    },
    outside: 'Not inside',
    outsideList: {
      numbers: 'callers’ and other telephone numbers, in whole or in part',
      secrets: 'passwords, GUIDs and cookies',
    },
    show: 'Show what is inside',
    hide: 'Hide what is inside',
    contents: 'What is inside the report',
    left: 'This is all there is of the log. | … one earlier line of the log is in the file too … | … {n} earlier lines of the log are in the file too …',
    save: 'Save the report…',
    saving: 'Saving…',
    saved: 'Saved as {file}.',
    folder: 'Open the log’s folder',
    folderIs: 'The log lies in {folder}.',
    folderFailed: 'The folder could not be opened. The log lies in {folder}.',
    copy: 'Copy the summary',
    copied: 'Copied',
    copyFailed: 'Could not copy',
  },
}
