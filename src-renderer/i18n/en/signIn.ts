/** The ways to read held calls, and signing in. */
export const signIn = {
  title: 'How should Holdwatch read held calls?',
  at: 'You are connecting to {host}.',
  watched:
    'No agents are monitored there yet. | 1 agent is already monitored there. | {n} agents are already monitored there.',
  way: 'Method',
  wayLocked: 'Set by your administrator.',
  inspector: {
    title: 'One inspector account',
    text: 'Sees all agents of its VDN on one gateway node. Needs an inspector account.',
  },
  agent: {
    title: 'Each agent’s own session',
    text: 'Sees these agents, even without inspector support. Needs a GUID or password for each.',
  },
  cms: {
    title: 'CC-CMS',
    text: 'Sees all agents of a VDN at once, on every node. Needs a CC-CMS and a key for it.',
    accessKey: 'Access key (AK)',
    secretKey: 'Secret key (SK)',
    show: 'Show secret key',
    hide: 'Hide secret key',
    ccId: 'Call center ID',
    ccIdHint: 'Usually 1. The Configuration Center shows it in its system settings.',
    vdn: 'VDN',
    vdnHint: 'The number of the VDN, shown with the tenant information.',
    remember: 'Remember secret key',
    submit: 'Check and continue',
    checking: 'Checking…',
  },
  agentId: 'Inspector’s agent ID',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  simulatedPassword: 'The simulated gateway’s password is already filled in.',
  phone: 'Phone number',
  optional: 'optional',
  withoutLicence: 'Sign in without using a license',
  withoutLicenceHint:
    'Uses loginex, which needs no media server and no phone. Turn this off if your gateway rejects it.',
  remember: 'Remember password',
  rememberHint: 'Stored encrypted in this computer’s password store.',
  cannotRemember:
    'This computer has no secure password store, so what you enter here is kept only until Holdwatch quits.',
  submit: 'Sign in',
  signingIn: 'Signing in…',
  credential: 'Credentials',
  guid: {
    title: 'GUIDs from an administrator',
    text: 'For gateways with static authentication. No one is signed in or out. Note: auto-answer must be off when these agents sign in, or the gateway may not list their held calls.',
  },
  agentPassword: {
    title: 'Sign in as each agent',
    text: 'Holdwatch signs in with the agent’s own password. It never signs out an agent who is signed in somewhere else, and the board shows this. Note: an agent on a call when Holdwatch quits cannot be signed out. After two minutes, the gateway ends the session itself and may end the call.',
  },
  toAgents: 'Choose agents',
  takeOver: 'Take over session',
  takeOverWarning:
    'Taking over immediately signs out whoever is using this account somewhere else, and may use a license.',
  otherWay: 'Use each agent’s own session',
  toCertificate: 'View certificate',
  notInspector:
    'You are signed in, but the gateway reports that this account is not an inspector, so held calls will probably not be visible. Ask an administrator for the inspector permission.',
  mustChange:
    'The gateway requires a new password. Change it soon in the agent desktop, or sign-in will be refused.',
  daysLeft:
    'The password expires today. | The password expires in 1 day. | The password expires in {n} days.',
}
