const conference = 'A conference call operation failed.'
const playback = 'This cannot be done in the current state of the recording or playback.'
const noSuchQueue = 'The query for a queue, access code, or voice menu found nothing.'
const video = 'The video or proxy configuration is incomplete.'
const videoInspection = 'The video inspection failed.'
const noCall = 'The agent has no call that this can be done with.'
const muteState = 'The call cannot be muted or unmuted in its current state.'

/** The meaning of the gateway's result codes. A key without a suffix applies to the other codes of its family. */
export const retcodes = {
  unknown: 'The server returned a code that is not in its published list.',

  '0': 'The gateway reported success.',
  '000-001':
    'This gateway is configured to deliver events in another way. Ask its administrator whether events are pushed.',
  '000-002': 'The gateway does not accept the address or a parameter of the query.',
  '000-003': 'The gateway no longer accepts this session. Sign in again.',
  '000-004': 'The agent is being moved to another server. This resolves itself.',
  '000-005':
    'Holdwatch queried its own account. Remove the inspector’s own ID from the monitored agents.',
  '000-006': 'The gateway does not accept a parameter of the message.',
  '000-007': 'The gateway received too many requests. Holdwatch is slowing down.',

  '100-001':
    'A sign-in value is missing or not valid. Check the agent ID, password, and phone number.',
  '100-002': 'The account is already signed in somewhere else.',
  '100-003': 'The gateway’s CTI server cannot accept sign-ins right now. Try again later.',
  '100-004':
    'The agent ID or password is wrong. Check both before you try again: repeated failures lock the account.',
  '100-005': 'The gateway does not accept this way of signing out.',
  '100-006': 'The agent is not signed in at the gateway, or its session has ended.',
  '100-007': 'The gateway has an internal error or cannot reach its server.',
  '100-008': 'The agent is already signed out.',
  '100-009': 'The agent’s status could not be set. The permission may be missing.',
  '100-010': 'The agent cannot sign out in the current state, for example during a call.',
  '100-011': 'A sign-in value is not valid.',
  '100-012': 'The agent type does not match this account.',
  '100-013': 'The phone number is not valid.',
  '100-014': 'The phone number is outside the range configured on the gateway.',
  '100-015': 'The account is signed in somewhere else and cannot be signed out from here.',
  '100-016': 'The gateway does not allow sign-ins from this computer’s IP address.',
  '100-017': 'The gateway’s user portal refused the sign-in.',
  '100-018': 'The VDN does not match the announcement’s VDN.',
  '100-019': 'The gateway does not accept the skill query.',
  '100-020': 'The password has expired. Change it, then sign in again.',
  '100-021': 'This account is still signing in. Wait a moment.',

  '101-001': conference,
  '101-002': conference,
  '101-003': conference,
  '101-004': conference,
  '101-005': conference,
  '101-006': conference,
  '101-007': conference,
  '104': 'The recording could not be downloaded.',
  '105-001': 'The agent is not in the gateway’s cache.',
  '105-002': 'The gateway is switching to its standby server. This resolves itself.',
  '105-003': 'The gateway has just switched to its standby server.',
  '105-004': 'The gateway is switching servers and its queue is full. This resolves itself.',
  '105-005': 'Switching to the standby server took too long. Sign in again.',
  '105-006': 'The session was lost when the gateway switched to its standby server. Sign in again.',
  '105-007': 'Switching to a standby server is turned off on this gateway. Sign in again.',
  '106': 'A multimedia operation failed.',
  '110-016':
    'The gateway has locked the account. Wait until the lock ends, or ask an administrator to unlock it.',

  '200-001': 'The dialed number is wrong.',
  '200-002': 'There is no call to answer.',
  '200-003': noCall,
  '200-004': muteState,
  '200-005': 'The agent has no call to connect with the held call.',
  '200-006': 'The agent has no held call to connect.',
  '200-007': noCall,
  '200-008': muteState,
  '200-009': 'The voice announcement could not be played.',
  '200-010': 'The agent has no call for a three-party call.',
  '200-011': 'The agent has no held call for a three-party call.',
  '200-012': 'The agent has no call to transfer.',
  '200-013': 'The agent has no call to put on hold.',
  '200-014': 'The call cannot be put on hold in its current state.',
  '200-015': 'The agent has no held call to retrieve.',
  '200-016': 'The held call cannot be retrieved in its current state.',
  '200-017': 'The agent has no call to hang up.',
  '200-018': 'The agent has no call to consult on.',
  '200-019': noCall,
  '200-020': noCall,
  '200-021': noCall,
  '200-022': noCall,
  '200-023': noCall,
  '200-024': noCall,
  '200-025': noCall,
  '200-026': noCall,
  '210-001': 'There is no web address for this call.',

  '300-001':
    'The account is not allowed to query this agent. The inspector permission is missing, or the agent belongs to another VDN.',
  '300-002': 'There is no agent with this ID on the gateway.',
  '300-003': 'There is no such agent in this group.',
  '300-004': 'There is no such agent group on the gateway.',

  '400-001': 'There is no call to attach data to.',
  '400-002': 'There is no data to attach to the call.',
  '400-003': 'The agent has no calls on hold.',

  '500-001': playback,
  '500-002': playback,
  '500-003': playback,
  '500-004': playback,
  '500-005': playback,
  '500-006': playback,
  '500-007': playback,
  '500-008': playback,
  '500-009': playback,
  '500-010': playback,

  '600-001': 'There is no such agent, or the agent has no skill.',
  '600-002': noSuchQueue,
  '600-003': noSuchQueue,
  '600-004': noSuchQueue,
  '600-005': noSuchQueue,

  '700': 'A text chat operation failed.',
  '701': 'The multimedia conference failed.',

  '800-001': video,
  '800-002': video,
  '800-003': video,

  '900-001': 'The gateway’s inspection service is not available. Try again later.',
  '900-002': 'The account does not have the inspector permission. Ask an administrator for it.',
  '900-003': 'The gateway has no free inspection resources. Try again later.',
  '900-004': 'There is no such agent to inspect on the gateway.',
  '900-005': 'The agent cannot be inspected in the current state.',
  '900-006': videoInspection,
  '900-007': videoInspection,
  '900-008': videoInspection,
  '900-009': videoInspection,
  '999-001':
    'The gateway’s own server address is not configured correctly. Tell its administrator.',

  '0100001': 'The CC-CMS could not complete the query. Holdwatch tries again with longer pauses.',
  '0100002':
    'The CC-CMS does not accept a value of the query. Check the call center ID, the VDN, and the ID of the agent: 101 to 59999, or 70000 to 999999.',
  '0100003':
    'The CTI server of this site is too old for this query (it needs V300R008). Read held calls from the gateway instead.',
  '0100999': 'The CC-CMS reports an unknown error. Holdwatch tries again with longer pauses.',
  '0101001': 'The CC-CMS reports that the inspection relation is not correct. Tell its operator.',
  '0101002': 'The CC-CMS does not find this number in its system. Tell its operator.',
  '0101003':
    'The key pair is not allowed to make this query. Ask the operator of the CC-CMS for a key pair that can use the monitoring interfaces of this VDN.',
}
