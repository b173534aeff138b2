/** One sentence or two for each failure: what happened, and what to do. */
export const errors = {
  'unknown-request':
    'This window asked for something that this version does not know. Restart Holdwatch.',
  'forbidden-sender': 'The request did not come from Holdwatch’s own window and was refused.',
  'malformed-input': 'What was entered has a form that cannot be used. Check it and try again.',
  internal: 'Something went wrong inside Holdwatch. Try again; if it stays, restart it.',

  'address-empty': 'Enter the address of the gateway, such as cc-gateway.example:8043.',
  'address-invalid':
    'This is not an address. Enter a host name or IP address, and the port after a colon: cc-gateway.example:8043.',
  'address-not-https':
    'Holdwatch only speaks HTTPS, so that no password travels in the clear. Leave “http://” out and give the secure port.',
  'address-port-invalid':
    'This is not a port. After the colon belongs a number from 1 to 65535; CC-Gateway often uses 8043.',
  'address-has-user':
    'Leave out the user name and password: the sign-in comes two steps later, and is not kept in the address.',
  'host-unknown':
    'No computer of this name was found. Check the spelling, and whether this computer is in the right network or VPN.',
  'port-closed':
    'The computer is there, but nothing answers at port {port}. Check the port; CC-Gateway often uses 8043.',
  'not-tls':
    'Something answers at port {port}, but it does not speak HTTPS. Check the port: the plain HTTP port cannot be used.',
  'tls-failure':
    'A secure connection could not be agreed on. The gateway may only offer old encryption; ask its administrator.',
  unreachable: 'The gateway cannot be reached. Check the network or VPN, then try again.',
  timeout: 'The gateway did not answer in time. Check the network or VPN, then try again.',

  'certificate-untrusted':
    'The gateway’s certificate is not trusted, so nothing was sent. Look at the certificate first.',
  'certificate-not-shown':
    'This is not the certificate that the gateway showed last. Check the address again and compare anew.',

  'agent-id-empty': 'Enter the agent id.',
  'agent-id-invalid': 'An agent id is a number, such as 10412.',
  'agent-id-out-of-range': 'Agent ids lie between 101 and 999999.',
  'password-empty': 'Enter the password.',
  'password-too-long': 'The gateway takes passwords of at most 32 characters.',
  'phone-too-long': 'The gateway takes phone numbers of at most 24 characters.',
  'phone-needed':
    'A phone number is needed: the gateway does without one only where no licence is used and no session taken over.',
  'guid-invalid':
    'This does not look like a GUID. It has the form 0c1f9a3e-….AgentGateway0, without spaces.',
  'credential-missing':
    'Nothing is known yet with which to read this agent. Enter it here, or leave the agent out.',
  'wrong-password':
    'The gateway does not accept this agent id with this password. Check both before you try again: several wrong tries lock the account.',
  'account-locked':
    'The gateway has locked the account, so no further try was made. Wait until the lock ends, or ask an administrator to lift it; then sign in with the right password.',
  'password-expired':
    'The password has expired. Change it in the agent desktop or ask an administrator, then sign in with the new one.',
  'already-signed-in': 'This agent is signed in at another place.',
  'account-is-watched':
    'This is one of the agents on the list, and taking the session over would sign the agent out. Sign in with an inspector’s own account.',
  'no-inspector-right':
    'This account has no inspector right, so it cannot see other agents’ held calls. Ask an administrator for the right, or read each agent with its own session.',
  'holdlistex-missing':
    'This gateway does not offer the inspector’s view of held calls; it may be too old. Read each agent with its own session instead.',
  'gateway-code': 'The gateway refused.',
  'http-status':
    'The gateway answered with HTTP {status} instead of an answer that can be read. Check the address and the port.',
  'bad-reply':
    'The answer is not that of a CC-Gateway. Check that the address and the port belong to the gateway.',

  'not-signed-in': 'Nobody is signed in at the gateway yet. Sign in first.',
  'nothing-to-watch': 'Choose or enter at least one agent to watch.',
  'agent-is-inspector':
    'This is the account Holdwatch is signed in with; it cannot be asked about itself.',
  'call-ended': 'This call is not held any more.',

  'roster-name-empty': 'Give the roster a name, such as “Early shift”.',
  'roster-name-taken': 'Another roster has this name. Choose a different one.',
  'roster-gone': 'This roster is not there any more. Close this window and open it again.',
  'roster-too-long':
    'These are more agents than can be watched at once. Take no more than {n}, and split the rest over further rosters.',
  'rosters-too-many': 'There are {n} rosters already. Delete one that is not needed any more.',
  'file-not-read':
    'The file could not be read. Check that it is still there and that you may open it.',
  'file-too-large':
    'The file is too large for a list of agents. Choose a CSV file of at most {mb} MB and {lines} lines.',
  'file-without-ids':
    'No agent id was found in {file}. Choose a CSV file with the columns id and name.',
  'file-not-written':
    'The file could not be written. Check the free space and your rights in that folder.',
  'file-in-use':
    'Nothing was written to {file}: another program, such as Excel, has it open, or it may not be replaced. Close it there or choose another name.',

  'limits-must-rise':
    'The limits must rise: amber before red, red before critical, each between 1 second and 24 hours. The old ones stay in force.',
  'setting-invalid': 'This value cannot be used. The setting stays as it was.',
  'setting-locked': 'Your administrator has set this, so it cannot be changed here.',
  'setting-refused': 'The system did not accept the change. The setting stays as it was.',

  'cannot-save':
    'It could not be saved. Check the free space on the disk and your rights in Holdwatch’s folder.',
  'history-unavailable':
    'The history cannot be read or written right now. Check the free space on the disk and your rights in Holdwatch’s folder; watching goes on.',
  'number-not-kept': 'The whole number of this call is not kept any more.',
  'export-running': 'An export is still running. Wait until it has ended, or cancel it.',
}
