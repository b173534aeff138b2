/** The sources of held calls: their page, the dialog that adds them, and what the board says of them. */
export const sources = {
  title: 'Sources',
  lead: 'Held calls are read from these sources. An agent who is visible to several of them is on the board once.',
  loading: 'Loading the sources…',
  failed: 'The sources could not be loaded.',
  addGateway: 'Add a gateway',
  addCms: 'Add a CC-CMS',
  cannotAdd: 'Set by your administrator. No other source can be added.',
  simulated: 'No other source can be added to the simulated gateway.',
  manage: 'Manage sources',

  way: {
    inspector: 'CC-Gateway, read with inspector accounts',
    agent: 'CC-Gateway, read with each agent’s own session',
    cms: 'CC-CMS, which lists the calls of all agents at once',
  },

  state: {
    idle: 'Not connected',
    connecting: 'Connecting…',
    watching: 'Connected',
    atRisk: 'Session at risk',
    interrupted: 'Connection lost',
    paused: 'Paused',
    stopped: 'Stopped',
  },
  since: '{state} since {time}',
  pausedTodo: 'No calls are read from this source until you resume it.',
  idleTodo: 'The password or key is not stored on this computer, so it has to be entered again.',
  enterKey: 'Enter key again',
  enterKeyOf: 'Enter the key of {source} again',

  facts: {
    address: 'Address',
    agents: 'Agents',
    agentCount: 'none read from here | 1 read from here | {n} read from here',
    delay: 'Time to detect a hold',
    nodes: 'Nodes with a session',
    unknown: 'not known yet',
    accessKey: 'Access key',
    ccId: 'Call center ID',
    vdn: 'VDN',
  },

  elsewhere: {
    title:
      'All {all} agents are visible. | 1 of {all} agents is on another node. | {n} of {all} agents are on other nodes.',
    nodes:
      'No account has a session yet. | Accounts have sessions on 1 node. To see the others, add an inspector account that signs in on another node. | Accounts have sessions on {n} nodes. To see the others, add an inspector account that signs in on another node.',
    who: 'Not visible on any of these nodes, or not signed in at all: {list}.',
  },

  accounts: {
    title: 'Inspector accounts',
    add: 'Add an inspector account',
    node: 'on node {node}',
    noNode: 'node not known',
    visible: 'no agents visible | 1 agent visible | {n} agents visible',
    state: {
      'signing-in': 'signing in…',
      'signed-in': 'signed in',
      'signed-out': 'signed out',
      interrupted: 'connection lost',
      stopped: 'stopped',
    },
    signIn: 'Sign in again',
    signInOf: 'Sign in again: {account}',
    remove: 'Remove',
    removeOf: 'Remove account {account}',
  },

  renameOf: 'Rename {source}',
  name: 'Name',
  nameHint: 'Leave this empty to show the address instead.',
  save: 'Save',
  change: 'Change…',
  changeOf: 'Change {source} in setup',
  pause: 'Pause',
  pauseOf: 'Pause {source}',
  resume: 'Resume',
  resumeOf: 'Resume {source}',
  toRemove: 'Remove…',
  removeOf: 'Remove {source}',
  retry: 'Retry',
  retryOf: 'Retry {source}',
  certificate: 'View certificate',
  certificateOf: 'View the certificate of {source}',

  removal: {
    title: 'Remove {source}?',
    text: 'Holdwatch signs out there and stops reading from this source. Rows that only this source lists disappear from the board; they do not count as ended. Agents who are visible only here become not visible.',
    submit: 'Remove source',
    done: 'Removed: {source}.',
  },
  accountRemoval: {
    title: 'Remove account {account}?',
    text: 'Holdwatch signs this account out. Agents who are visible only to this account become not visible, and the calls they have on hold are dimmed.',
    submit: 'Remove account',
    done: 'Removed: account {account}.',
  },

  add: {
    steps: 'Steps',
    step: {
      address: 'Address',
      certificate: 'Certificate',
      gateway: 'Sign-in',
      cms: 'Key',
    },
    addressOf: {
      gateway: 'Gateway address',
      cms: 'CC-CMS address',
    },
    placeholderOf: {
      gateway: 'cc-gateway.example:8043',
      cms: 'cc-cms.example:28080',
    },
    inspectorLead:
      'You are signing in to {host}. The agents you monitor are also read from there, as far as this account can see them.',
    accountLead:
      'You are signing in to {host} with a further account. Holdwatch tries to reach a node that has no account yet.',
    signInAgainLead: 'You are signing in to {host} again.',
    cmsLead: 'Enter the key that you got from the operator of {host}.',
    signIn: 'Sign in and add',
    cms: 'Check and add',
    added: 'Added: {source}.',
    accountAdded: 'Signed in: account {account}.',
    keyTitle: 'Key of {source}',
    checkKey: 'Check key',
    keyAccepted: 'Connected: {source}.',
    certificateTitle: 'Certificate of {source}',
    certificateTrusted: 'Certificate trusted: {source}.',
  },

  board: {
    gateway: 'the gateway',
    cms: 'the CC-CMS',
    count: 'no sources | 1 source | {n} sources',
    down: 'all {all} sources connected | 1 of {all} sources is down | {n} of {all} sources are down',
    figure: 'sources connected',
    label: 'Read from',
    lastSeen: 'last seen {age} ago by {source}',
    visibleTo: 'Visible to {list}.',
    expectedFrom: 'Read from {list}.',
    paused: 'Holdwatch does not query it until you select “Resume”.',
    // After the reason of a source that is not connected.
    affected:
      'No agent depends on this source alone. | 1 agent depends on this source and is not visible. | {n} agents depend on this source and are not visible.',
  },
}
