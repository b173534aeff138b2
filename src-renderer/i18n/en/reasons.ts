/** Why nothing is known: in a word, what happened, and what to do about it. */
export const reasons = {
  unreachable: {
    short: 'not reachable',
    what: 'The gateway cannot be reached.',
    todo: 'Check the network or VPN of this computer.',
  },
  'untrusted-certificate': {
    short: 'not trusted',
    what: 'The gateway shows a certificate that is not trusted; nothing was sent to it.',
    todo: 'Look at the certificate and compare its fingerprint.',
  },
  'tls-failure': {
    short: 'not secure',
    what: 'A secure connection to the gateway could not be set up.',
    todo: 'Ask the gateway’s administrator whether its encryption was changed.',
  },
  timeout: {
    short: 'no answer',
    what: 'The gateway did not answer in time.',
    todo: 'If it stays, ask whether the gateway is overloaded or the network slow.',
  },
  'http-status': {
    short: 'HTTP error',
    what: 'The gateway, or a proxy before it, answered with an HTTP error.',
    todo: 'If it stays, ask the gateway’s administrator.',
  },
  'bad-reply': {
    short: 'not readable',
    what: 'The gateway’s answer could not be read.',
    todo: 'If it stays, ask whether the gateway was updated or a proxy stands before it.',
  },
  'signed-out': {
    short: 'signed out',
    what: 'Not signed in at the gateway, or the session is not accepted there.',
    todo: 'If the agent is at work, check the sign-in or the GUID.',
  },
  'signed-in-elsewhere': {
    short: 'elsewhere',
    what: 'The account is signed in at another place, and is not displaced from there.',
    todo: 'Sign it out there, or sign in again here and take the session over.',
  },
  'no-right': {
    short: 'no right',
    what: 'The account may not query this.',
    todo: 'Ask an administrator for the inspector right, and whether the agent belongs to the same VDN.',
  },
  'not-visible': {
    short: 'not visible',
    what: 'The gateway does not show this agent: signed in on another node or VDN, or the id does not exist.',
    todo: 'Check the id. If it is right, only an inspector who is signed in on the same node and VDN sees these calls.',
  },
  'gateway-error': {
    short: 'refused',
    what: 'The gateway answered with an error.',
    todo: 'If it stays, tell the gateway’s administrator the code.',
  },
  paused: {
    short: 'paused',
    what: 'Nobody is asked for held calls now, so what is held is not known.',
    todo: 'It goes on with “Go on”; after the computer’s sleep, by itself.',
  },
  'not-checked': {
    short: 'not checked',
    what: 'Not checked lately: more agents are on calls than can be asked about at the present rate.',
    todo: 'Raise “Requests a second” in the settings, or watch fewer agents.',
  },
}
