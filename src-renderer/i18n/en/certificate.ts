/** What the gateway shows, and whether to trust it. */
export const certificate = {
  titleUnknown: 'This gateway’s certificate is not known yet',
  titleChanged: 'The gateway’s certificate has changed',
  titleTrusted: 'This gateway’s certificate is trusted',
  nothingSent:
    'Nothing has been sent to {host}. Compare the fingerprint with the one your administrator gave you.',
  changed:
    'This is not a certificate that you trusted for {host}. Either it was replaced on purpose, or another machine answers at this address, or somebody stands between you and the gateway.',
  changedTodo:
    'Nothing has been sent, and watching has stopped. Ask the gateway’s administrator before you trust the new one.',
  bothTrusted:
    'What you trusted so far stays trusted too: the machines of a cluster may each show a certificate of their own. If the new one replaces an old one, forget the old one under “Trusted gateways” in the board’s menu.',
  titleRefused: 'This is not the certificate that your administrator allows',
  refused:
    'For {host} exactly one certificate is allowed, and another one was shown. Either it was replaced on purpose, or somebody stands between you and the gateway.',
  refusedTodo: 'Nothing has been sent. Give your administrator both fingerprints.',
  allowed: 'The only one allowed',
  pinned: 'You trusted it for {host}. It is accepted for this address only.',
  verified: 'An authority that this computer knows vouches for {host}.',
  reasons: 'Why it is not trusted',
  issuedTo: 'Issued to',
  issuedBy: 'Issued by',
  itself: 'itself',
  names: 'Names',
  noNames: 'none',
  valid: 'Valid',
  validity: '{from} – {to}',
  fingerprint: 'SHA-256 fingerprint',
  before: 'Trusted so far',
  after: 'Shown now',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  expected: 'Expected SHA-256',
  expectedPlaceholder: 'Paste the expected SHA-256 to compare…',
  compare: {
    matches: 'It matches: this is the expected certificate.',
    differs: 'It differs. Do not trust this certificate; ask your administrator.',
    'not-hex':
      'This is not a fingerprint: one has 64 digits from 0 to 9 and A to F, with or without colons.',
    sha1: 'This is a SHA-1 fingerprint. Ask for the SHA-256 one, which has 64 digits.',
    incomplete: 'Not complete yet: a SHA-256 fingerprint has 64 digits.',
  },
  compared: 'I have compared the fingerprint',
  trust: 'Trust this certificate',
  trustNew: 'Trust the new certificate',
  none: 'No certificate has been looked at yet.',
  toAddress: 'Check the address',
}

/** Why a certificate does not vouch for the gateway. */
export const certificateReasons = {
  'self-signed': 'It is self-signed: no authority vouches for it.',
  'unknown-issuer': 'It was issued by “{issuer}”, which this computer does not know.',
  expired: 'It expired on {until}.',
  'not-yet-valid': 'It is only valid from {from}. Check this computer’s clock too.',
  'other-name': 'It was issued for {names}, not for “{host}”.',
  revoked: 'Its issuer has revoked it.',
  invalid: 'It does not hold up to the check: its signature, its purpose or its form is wrong.',
}
