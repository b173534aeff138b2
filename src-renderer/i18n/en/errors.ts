/** One or two sentences for each error: what happened, and what to do. */
export const errors = {
  'unknown-request':
    'This window requested something that this version of Holdwatch does not support. Restart Holdwatch.',
  'forbidden-sender': 'The request was refused because it did not come from a Holdwatch window.',
  'malformed-input': 'The format of your entry is not valid. Check it and try again.',
  internal:
    'Something went wrong in Holdwatch. Try again. If the problem continues, restart Holdwatch.',

  'address-empty': 'Enter the gateway address, such as cc-gateway.example:8043.',
  'address-invalid':
    'This is not a valid address. Enter a host name or IP address, a colon, and the port: cc-gateway.example:8043.',
  'address-not-https':
    'Holdwatch uses only HTTPS, so that passwords are never sent unencrypted. Remove “http://” and enter the HTTPS port.',
  'address-port-invalid':
    'This is not a valid port. Enter a number from 1 to 65535 after the colon. CC-Gateway often uses 8043.',
  'address-has-user':
    'Remove the user name and password from the address. You sign in two steps later.',
  'host-unknown':
    'No host with this name was found. Check the spelling, and make sure this computer is on the right network or VPN.',
  'port-closed':
    'The host exists, but port {port} does not answer. Check the port. CC-Gateway often uses 8043.',
  'not-tls':
    'Port {port} answers, but not with HTTPS. Check the port. The plain HTTP port cannot be used.',
  'tls-failure':
    'A secure connection could not be established. The gateway may support only outdated encryption. Ask its administrator.',
  'certificate-key-usage':
    'The gateway’s certificate does not allow its key to be used for this connection. Ask its administrator for a certificate with the key usage “digital signature”.',
  unreachable: 'The gateway cannot be reached. Check the network or VPN, then try again.',
  timeout: 'The gateway did not answer in time. Check the network or VPN, then try again.',

  'certificate-untrusted':
    'The gateway’s certificate is not trusted, so nothing was sent. Review the certificate first.',
  'certificate-not-shown':
    'This is not the certificate that the gateway presented last. Check the address again, then compare the fingerprints again.',

  'agent-id-empty': 'Enter the agent ID.',
  'agent-id-invalid': 'An agent ID is a number, such as 10412.',
  'agent-id-out-of-range': 'An agent ID must be between 101 and 999999.',
  'password-empty': 'Enter the password.',
  'password-too-long': 'The gateway accepts passwords of up to 32 characters.',
  'phone-too-long': 'The gateway accepts phone numbers of up to 24 characters.',
  'phone-needed':
    'Enter a phone number. It is optional only if no license is used and no session is taken over.',
  'guid-invalid':
    'This is not a valid GUID. It should look like 0c1f9a3e-….AgentGateway0, without spaces.',
  'credential-missing': 'This agent has no credentials yet. Enter them here, or remove the agent.',
  'wrong-password':
    'The gateway rejected this agent ID and password. Check both before you try again: repeated failures lock the account.',
  'account-locked':
    'The gateway has locked the account, so Holdwatch did not try again. Wait until the lock ends or ask an administrator to unlock it, then sign in with the correct password.',
  'password-expired':
    'The password has expired. Change it in the agent desktop or ask an administrator, then sign in with the new password.',
  'already-signed-in': 'This agent is already signed in somewhere else.',
  'account-is-watched':
    'This agent is on the list of monitored agents, and taking over the session would sign the agent out. Sign in with an inspector account instead.',
  'no-inspector-right':
    'This account does not have the inspector permission, so it cannot see other agents’ held calls. Ask an administrator for the permission, or read each agent’s calls with that agent’s own session.',
  'holdlistex-missing':
    'This gateway does not support reading held calls as an inspector. It may be too old. Read each agent’s calls with that agent’s own session instead.',
  'gateway-code': 'The gateway rejected the request.',
  'http-status':
    'The gateway returned HTTP {status} instead of a valid answer. Check the address and the port.',
  'bad-reply':
    'The answer did not come from a CC-Gateway. Make sure the address and the port are those of the gateway.',

  'cms-refused-signature':
    'The CC-CMS rejected the signature. Check the access key (AK) and the secret key (SK). If both are correct, ask the operator of the CC-CMS whether this key pair is active.',
  'cms-clock-off':
    'The CC-CMS rejected the signature. The clock of this computer and the clock of the CC-CMS differ by about {minutes} min. Set the clock and try again. If the signature is still rejected, check the access key (AK) and the secret key (SK).',
  'cms-no-rights':
    'This key pair is not allowed to query the calls of agents. Ask the operator of the CC-CMS for a key pair that can use the monitoring interfaces.',
  'cms-wrong-center':
    'The CC-CMS does not accept call center {ccId} with VDN {vdn} for this key pair. Check both numbers. The Configuration Center shows them under System Management.',

  'not-signed-in': 'No account is signed in at the gateway yet. Sign in first.',
  'nothing-to-watch': 'Choose or enter at least one agent to monitor.',
  'agent-is-inspector':
    'Holdwatch is signed in with this account, so it cannot monitor this account’s own calls.',
  'call-ended': 'This call is no longer on hold.',

  'roster-name-empty': 'Give the roster a name, such as “Early shift”.',
  'roster-name-taken': 'Another roster already has this name. Choose a different name.',
  'roster-gone': 'This roster no longer exists. Close this window and open it again.',
  'roster-too-long':
    'This is more agents than can be monitored at once. Choose up to {n}, and put the others on another roster.',
  'rosters-too-many': 'You already have {n} rosters. Delete one that you no longer need.',
  'file-not-read':
    'The file could not be read. Make sure it still exists and you have permission to open it.',
  'file-too-large':
    'The file is too large for a list of agents. Choose a CSV file of up to {mb} MB and {lines} lines.',
  'file-without-ids':
    'No agent IDs were found in {file}. Choose a CSV file with the columns id and name.',
  'file-not-written':
    'The file could not be saved. Check the free disk space and your permissions for that folder.',
  'file-in-use':
    '{file} was not saved. It is open in another program, such as Excel, or it cannot be replaced. Close it there, or choose another name.',

  'limits-must-rise':
    'Each limit must be greater than the one before it: amber, red, critical. Each must be between 1 second and 24 hours. The previous limits still apply.',
  'setting-invalid': 'This value is not valid. The setting was not changed.',
  'setting-locked': 'This setting is managed by your administrator and cannot be changed here.',
  'setting-refused': 'The system did not accept the change. The setting was not changed.',

  'source-exists': '{origin} is a source already. Add an inspector account to it instead.',
  'source-is-first':
    'The first source cannot be removed here. To monitor another gateway instead, change the gateway.',
  'node-covered':
    'The account was signed out again: each time it reached node {node}, where another account is signed in already. Ask the gateway administrator how to reach the other node.',
  'cms-key-empty': 'Enter the key.',
  'cms-number-invalid': 'Enter a whole number from {least} to {most}.',

  'notes-off': 'Notes to agents are turned off. Turn them on in Settings first.',
  'note-no-session':
    'Notes can be sent only while an inspector account is signed in. With each agent’s own session, a note would come from that agent.',
  'note-empty': 'Enter a text.',
  'note-too-long': 'The note has {bytes} bytes; the gateway takes up to {most}. Shorten it.',
  'note-has-number':
    'The note contains the caller’s number, which could be stored and shown elsewhere. Remove the number.',
  'note-too-soon': 'A note was sent less than a minute ago. You can send another in {seconds} s.',
  'note-agent-signed-out':
    'The gateway says that the sender or the receiver is not signed in. Your own session still works, so probably the agent is not. Check on the board whether the agent is signed in, then try again.',
  'note-agent-unknown':
    'The gateway reports an internal error, or it does not know this agent. Try again in a minute. If it fails again, speak to the agent in another way.',
  'note-refused':
    'The gateway refused the note, so nothing was sent. Try a shorter or simpler text.',
  'note-unanswered':
    'The gateway did not answer, so the note may have arrived or not. Wait a minute before you send another.',
  'note-not-sent':
    'The note was not sent: the gateway cannot be reached, or your account is not signed in. Try again once the board is up to date.',

  'cannot-save':
    'Your changes could not be saved. Check the free disk space and your permissions for the Holdwatch folder.',
  'history-unavailable':
    'The history cannot be read or saved right now. Check the free disk space and your permissions for the Holdwatch folder. Monitoring continues.',
  'number-not-kept': 'The full number of this call is no longer stored.',
  'export-running': 'Another export is in progress. Wait until it finishes, or cancel it.',
}
