/** Words used in several places, and the names of the things the gateway speaks of. */
export const terms = {
  app: {
    name: 'Holdwatch',
    simulated: 'Simulated',
    loading: 'One moment…',
    cannotStart: 'Holdwatch could not read its own state.',
    tryAgain: 'Try again',
  },
  views: {
    board: 'Held calls',
    history: 'History',
    settings: 'Settings',
    diagnostics: 'Diagnostics',
  },
  common: {
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    continue: 'Continue',
    remove: 'Remove',
    retry: 'Retry now',
    dismiss: 'Dismiss this notice',
    code: '(code {code})',
    about: '{about}: {sentence}',
    seconds: '{n} s',
    unknown: 'not known',
  },
  notices: {
    label: 'Notices',
    'settings-corrupt':
      'The settings could not be read, so Holdwatch started with its defaults. The unreadable file was kept as {file}.',
    'settings-newer':
      'The settings were written by a newer Holdwatch, so this one started with its defaults. The newer file was kept as {file}.',
    'trust-corrupt':
      'The list of trusted gateways could not be read, so no certificate is trusted: compare and trust your gateway again. The unreadable file was kept as {file}.',
    'trust-newer':
      'The list of trusted gateways was written by a newer Holdwatch, so no certificate is trusted. The newer file was kept as {file}.',
    'holds-corrupt':
      'The record of open holds could not be read, so calls that were already held start anew and show ≥. The unreadable file was kept as {file}.',
    'holds-newer':
      'The record of open holds was written by a newer Holdwatch, so calls that were already held start anew and show ≥. The newer file was kept as {file}.',
    'cannot-save':
      'Holdwatch cannot write to its folder: what you change now is lost when it quits. Check the free space and your rights there.',
    'malformed-calls':
      'For agent {agentId} the gateway listed calls without a call id ({count}). They cannot be timed and are not shown; the other calls are.',
  },
  agentStates: {
    waiting: 'not asked yet',
    holding: 'holding',
    talking: 'talking',
    idle: 'idle',
    busy: 'busy',
    'wrap-up': 'wrap-up',
    rest: 'rest',
    'signed-out': 'signed out',
    'not-holding': 'nothing held',
    unseen: 'cannot be seen',
  },
  rosterStates: {
    unknown: 'state not known',
    'signed-out': 'signed out',
    busy: 'busy',
    idle: 'idle',
    'wrap-up': 'wrap-up',
    talking: 'talking',
    rest: 'rest',
  },
  levels: {
    normal: 'Normal',
    halfway: 'Past half of the first limit',
    amber: 'Amber, over {limit}',
    red: 'Red, over {limit}',
    critical: 'Critical, over {limit}',
  },
  callTypes: {
    '0': 'Incoming',
    '6': 'Internal',
    '7': 'Outgoing',
    '40': 'Scheduled outbound',
    '41': 'Pre-occupied outbound',
    '43': 'Predictive outbound',
    '44': 'Preview outbound',
    '45': 'Call-back',
    '51': 'Consultation',
    '52': 'Consultation of three',
    '53': 'Multi-party',
    other: 'Type {n}',
    none: 'not given',
  },
  certificateReasons: {
    'self-signed': 'It is self-signed: no authority vouches for it.',
    'unknown-issuer': 'It was issued by “{issuer}”, which this computer does not know.',
    expired: 'It expired on {until}.',
    'not-yet-valid': 'It is only valid from {from}. Check this computer’s clock too.',
    'other-name': 'It was issued for {names}, not for “{host}”.',
    revoked: 'Its issuer has revoked it.',
    invalid: 'It does not hold up to the check: its signature, its purpose or its form is wrong.',
  },
}
