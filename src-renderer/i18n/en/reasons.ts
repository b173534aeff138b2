/** Why nothing is known of an agent: in a word, what happened, and what to do about it. */
export const reasons = {
  unreachable: {
    short: 'unreachable',
    what: 'The gateway cannot be reached.',
    todo: 'Check the network or VPN of this computer.',
  },
  'untrusted-certificate': {
    short: 'not trusted',
    what: 'The gateway presented a certificate that is not trusted. Nothing was sent to it.',
    todo: 'View the certificate and compare its fingerprint.',
  },
  'tls-failure': {
    short: 'not secure',
    what: 'A secure connection to the gateway could not be established.',
    todo: 'Ask the gateway administrator whether its encryption settings have changed.',
  },
  'certificate-key-usage': {
    short: 'not secure',
    what: 'The gateway’s certificate does not allow its key to be used for this connection.',
    todo: 'Ask the gateway administrator for a certificate with the key usage “digital signature”.',
  },
  timeout: {
    short: 'no answer',
    what: 'The gateway did not answer in time.',
    todo: 'If this continues, ask whether the gateway is overloaded or the network is slow.',
  },
  'http-status': {
    short: 'HTTP error',
    what: 'The gateway, or a proxy in front of it, returned an HTTP error.',
    todo: 'If this continues, ask the gateway administrator.',
  },
  'bad-reply': {
    short: 'not valid',
    what: 'The gateway’s answer could not be read.',
    todo: 'If this continues, ask whether the gateway was updated or there is a proxy in front of it.',
  },
  'signed-out': {
    short: 'signed out',
    what: 'Not signed in at the gateway, or the gateway does not accept the session.',
    todo: 'If the agent is working, check the sign-in or the GUID.',
  },
  'signed-in-elsewhere': {
    short: 'signed in elsewhere',
    what: 'The account is signed in somewhere else. Holdwatch does not sign it out there.',
    todo: 'Sign it out there, or sign in again here and take over the session.',
  },
  'no-right': {
    short: 'no permission',
    what: 'The account is not allowed to make this query.',
    todo: 'Ask an administrator for the inspector permission, and whether the agent belongs to the same VDN.',
  },
  'not-visible': {
    short: 'not found',
    what: 'The gateway does not show this agent. The agent is signed in on another node or VDN, or the ID does not exist.',
    todo: 'Check the ID. If it is correct, only an inspector signed in on the same node and VDN can see these calls.',
  },
  'not-listed': {
    short: 'not listed',
    what: 'The CC-CMS answered, but did not mention this agent.',
    todo: 'Check the ID, and that the agent belongs to the call center and VDN of this source.',
  },
  'gateway-error': {
    short: 'rejected',
    what: 'The gateway returned an error.',
    todo: 'If this continues, give the code to the gateway administrator.',
  },
  paused: {
    short: 'paused',
    what: 'Holdwatch is not checking for held calls, so it does not know which calls are on hold.',
    todo: 'Select “Resume” to continue. After the computer wakes from sleep, monitoring resumes automatically.',
  },
  'wrong-signature': {
    short: 'rejected',
    what: 'The CC-CMS rejected the signature of a request. Holdwatch did not try again, since that could lock the key pair.',
    todo: 'Check whether the clock of this computer is right, and whether the key pair was changed. Then try again.',
  },
  'not-checked': {
    short: 'not checked',
    what: 'Not checked recently. More agents are on calls than can be checked at the current request rate.',
    todo: 'Increase “Requests per second” in Settings, or monitor fewer agents.',
  },
}

/** The same for a CC-CMS, where it differs. */
export const cmsReasons = {
  unreachable: {
    what: 'The CC-CMS cannot be reached.',
    todo: 'Check the network or VPN of this computer.',
  },
  'untrusted-certificate': {
    what: 'The CC-CMS presented a certificate that is not trusted. Nothing was sent to it.',
    todo: 'View the certificate and compare its fingerprint.',
  },
  'tls-failure': {
    what: 'A secure connection to the CC-CMS could not be established.',
    todo: 'Ask its operator whether its encryption settings have changed.',
  },
  'certificate-key-usage': {
    what: 'The certificate of the CC-CMS does not allow its key to be used for this connection.',
    todo: 'Ask its operator for a certificate with the key usage “digital signature”.',
  },
  timeout: {
    what: 'The CC-CMS did not answer in time.',
    todo: 'If this continues, ask its operator whether it is overloaded.',
  },
  'http-status': {
    what: 'The CC-CMS, or a proxy in front of it, returned an HTTP error.',
    todo: 'If this continues, ask its operator whether requests from this computer are allowed.',
  },
  'bad-reply': {
    what: 'The answer of the CC-CMS could not be read.',
    todo: 'If this continues, ask its operator whether it was updated or there is a proxy in front of it.',
  },
  'signed-out': {
    what: 'The key has not been checked at the CC-CMS yet.',
    todo: 'If this continues, enter the key again.',
  },
  'no-right': {
    what: 'The key is not allowed to query the calls of agents.',
    todo: 'Ask the operator of the CC-CMS for a key with this permission.',
  },
  'gateway-error': {
    what: 'The CC-CMS returned an error.',
    todo: 'If this continues, give the code to its operator.',
  },
  'not-checked': {
    what: 'Not checked yet. The CC-CMS does not accept the ID of an agent, and Holdwatch is still looking for it.',
    todo: 'If this continues, check the agent IDs.',
  },
}
