/** Two ways to read held calls, and signing in. */
export const signIn = {
  title: 'How should Holdwatch read the calls?',
  at: 'For the gateway {host}.',
  watched:
    'No agent is on its watch list yet. | One agent is watched there already. | {n} agents are watched there already.',
  way: 'Way of reading',
  wayLocked: 'Set by your administrator.',
  inspector: {
    title: 'With one inspector account',
    text: 'One session sees all agents of its VDN that are signed in on the same gateway node. Nobody is displaced.',
  },
  agent: {
    title: 'With each agent’s own session',
    text: 'For gateways without an inspector’s view. Needs a GUID or a password for every single agent.',
  },
  agentId: 'Inspector’s agent id',
  password: 'Password',
  show: 'Show the password',
  hide: 'Hide the password',
  simulatedPassword: 'The simulated gateway’s password is filled in for you.',
  phone: 'Phone number',
  optional: 'optional',
  withoutLicence: 'Sign in without using a licence',
  withoutLicenceHint:
    'Uses loginex: no media server and no phone. Turn it off if your gateway refuses it.',
  remember: 'Remember the password',
  rememberHint: 'Kept encrypted by this computer’s own password store.',
  cannotRemember:
    'This computer offers no protected place for it, so the password is kept until Holdwatch quits.',
  submit: 'Sign in',
  signingIn: 'Signing in…',
  credential: 'What to act with',
  guid: {
    title: 'GUIDs given by an administrator',
    text: 'For gateways with static authentication. Nobody is signed in or out. Note: automatic answering must be off where these agents sign in, or the gateway may not list what they hold.',
  },
  agentPassword: {
    title: 'Sign in as each agent',
    text: 'Holdwatch signs in with the agent’s own password. An agent who is signed in elsewhere is never displaced; the board says so instead. Note: whoever is in a call when Holdwatch quits cannot be signed out; two minutes later, the gateway ends the sign-in by itself, and may end the call.',
  },
  toAgents: 'Choose the agents',
  takeOver: 'Take over the session',
  takeOverWarning:
    'Taking it over signs out whoever works at the other place, at once, and may use a licence.',
  otherWay: 'Use each agent’s own session',
  toCertificate: 'Look at the certificate',
  notInspector:
    'Signed in, but the gateway says that this account is no inspector, so held calls will most likely not be visible. Ask an administrator for the inspector right.',
  mustChange:
    'The gateway asks for a new password. Change it in the agent desktop before long, or sign-in will be refused.',
  daysLeft:
    'The password expires today. | The password expires in one day. | The password expires in {n} days.',
}
