/** The gateway's certificate, and the decision to trust it. */
export const certificate = {
  titleUnknown: 'This server’s certificate is new to you',
  titleChanged: 'The server’s certificate has changed',
  titleTrusted: 'This server’s certificate is trusted',
  nothingSent:
    'Nothing has been sent to {host}. Compare the fingerprint with the one your administrator gave you.',
  changed:
    'This is not a certificate that you trusted for {host}. It may have been replaced on purpose, another machine may be answering at this address, or someone may be intercepting the connection.',
  changedTodo:
    'Nothing has been sent to it. Ask its administrator before you trust the new certificate.',
  bothTrusted:
    'Certificates you trusted before stay trusted, because each machine in a cluster may have its own. If this one replaces an old one, remove the old one under “Trusted gateways” in the board menu.',
  titleRefused: 'Your administrator does not allow this certificate',
  refused:
    'Only one certificate is allowed for {host}, and the server presented a different one. It may have been replaced on purpose, or someone may be intercepting the connection.',
  refusedTodo: 'Nothing has been sent. Send both fingerprints to your administrator.',
  allowed: 'Allowed certificate',
  pinned: 'You trusted this certificate for {host}. It is accepted for this address only.',
  verified: 'A certificate authority that this computer trusts has verified {host}.',
  reasons: 'Why it is not trusted',
  issuedTo: 'Issued to',
  issuedBy: 'Issued by',
  itself: 'itself',
  names: 'Names',
  noNames: 'none',
  valid: 'Valid',
  validity: '{from} – {to}',
  fingerprint: 'SHA-256 fingerprint',
  before: 'Trusted before',
  after: 'Presented now',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  expected: 'Expected SHA-256',
  expectedPlaceholder: 'Paste the expected SHA-256 fingerprint to compare…',
  compare: {
    matches: 'Match. This is the expected certificate.',
    differs: 'No match. Do not trust this certificate. Ask your administrator.',
    'not-hex':
      'This is not a fingerprint. A fingerprint has 64 digits (0–9 and A–F), with or without colons.',
    sha1: 'This is a SHA-1 fingerprint. Ask for the SHA-256 fingerprint, which has 64 digits.',
    incomplete: 'Incomplete. A SHA-256 fingerprint has 64 digits.',
  },
  compared: 'I have compared the fingerprint',
  trust: 'Trust this certificate',
  trustNew: 'Trust the new certificate',
  none: 'No certificate has been checked yet.',
  toAddress: 'Check the address',
}

/** Why a certificate does not verify for the gateway. */
export const certificateReasons = {
  'self-signed': 'It is self-signed. No certificate authority has verified it.',
  'unknown-issuer': 'It was issued by “{issuer}”, which this computer does not trust.',
  expired: 'It expired on {until}.',
  'not-yet-valid': 'It is not valid until {from}. Also check the clock of this computer.',
  'other-name': 'It was issued for {names}, not for “{host}”.',
  'key-usage':
    'It allows only an old key exchange: whoever obtains its key later can read what was recorded today.',
  revoked: 'Its issuer has revoked it.',
  invalid: 'It failed the check: its signature, purpose, or format is wrong.',
}
