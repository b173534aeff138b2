const conference = 'An operation of the telephone conference failed.'
const playback = 'The recording or playback is not in a state in which this can be done.'
const noSuchQueue = 'The query for a queue, access code or voice menu found nothing.'
const video = 'The video or proxy configuration is not complete.'
const videoInspection = 'The video inspection could not be carried out.'
const noCall = 'The agent has no call with which this could be done.'
const muteState = 'The call is not in a state in which it can be muted or taken off mute.'

/** What the gateway's result codes mean. A key without a suffix speaks for the rest of its family. */
export const retcodes = {
  unknown: 'The gateway answered with a code that is not in its published list.',

  '0': 'The gateway reports success.',
  '000-001':
    'Events are set to be fetched in another way on this gateway. Ask its administrator whether they are pushed.',
  '000-002': 'The gateway does not accept the address or a parameter of the query.',
  '000-003': 'The gateway no longer accepts this session. Sign in again.',
  '000-004': 'The agent is being moved to another server. This passes by itself.',
  '000-005': 'The account is asked about itself: take the inspector’s own id off the watch list.',
  '000-006': 'The gateway does not accept a parameter of the message.',
  '000-007': 'The gateway is being asked too fast. Holdwatch slows down.',

  '100-001':
    'Something needed to sign in is empty or not valid. Check agent id, password and phone.',
  '100-002': 'The account is already signed in at another place.',
  '100-003': 'The gateway’s CTI server cannot sign anybody in right now. Try again later.',
  '100-004':
    'Agent id or password is wrong. Check both before you try again: several wrong tries lock the account.',
  '100-005': 'The gateway does not accept the way of signing out.',
  '100-006': 'The agent is not signed in at the gateway, or its session has ended.',
  '100-007': 'The gateway has an internal error or cannot reach its server.',
  '100-008': 'The agent is already signed out.',
  '100-009': 'The agent’s status could not be set; the right may be missing.',
  '100-010': 'The agent cannot sign out in this state, for instance during a call.',
  '100-011': 'A value of the sign-in is not valid.',
  '100-012': 'The agent type is not right for this account.',
  '100-013': 'The phone number is not valid.',
  '100-014': 'The phone number is not in the range set up on the gateway.',
  '100-015': 'The account is signed in elsewhere and cannot be signed out from here.',
  '100-016': 'The gateway does not accept this computer’s IP address for signing in.',
  '100-017': 'The gateway’s user portal refused the sign-in.',
  '100-018': 'The VDN does not match that of the announcement.',
  '100-019': 'The gateway does not accept the query for skills.',
  '100-020': 'The password has expired. Change it, then sign in again.',
  '100-021': 'A sign-in of this account is still going on. Wait a moment.',

  '101-001': conference,
  '101-002': conference,
  '101-003': conference,
  '101-004': conference,
  '101-005': conference,
  '101-006': conference,
  '101-007': conference,
  '104': 'The recording could not be downloaded.',
  '105-001': 'The gateway’s cache does not know this agent.',
  '105-002': 'The gateway is switching over to its stand-by. This passes by itself.',
  '105-003': 'The gateway has just switched over to its stand-by.',
  '105-004': 'The gateway is switching over and its queue is full. This passes by itself.',
  '105-005': 'The switch-over took too long. Sign in again.',
  '105-006': 'The session did not survive the switch-over. Sign in again.',
  '105-007': 'Switching over is turned off on this gateway. Sign in again.',
  '106': 'A multimedia operation failed.',
  '110-016':
    'The gateway has locked the account. Wait until the lock ends, or ask an administrator to lift the lock.',

  '200-001': 'The dialled number is wrong.',
  '200-002': 'There is no call to answer.',
  '200-003': noCall,
  '200-004': muteState,
  '200-005': 'The agent has no call to be joined with the held one.',
  '200-006': 'The agent has no held call to be joined.',
  '200-007': noCall,
  '200-008': muteState,
  '200-009': 'The voice announcement could not be played.',
  '200-010': 'The agent has no call for a three-party call.',
  '200-011': 'The agent has no held call for a three-party call.',
  '200-012': 'The agent has no call to transfer.',
  '200-013': 'The agent has no call to put on hold.',
  '200-014': 'The call cannot be put on hold in this state.',
  '200-015': 'The agent has no held call to retrieve.',
  '200-016': 'The held call cannot be retrieved in this state.',
  '200-017': 'The agent has no call to hang up.',
  '200-018': 'The agent has no call with which to consult.',
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
    'The account may not query this agent: the inspector right is missing, or the agent belongs to another VDN.',
  '300-002': 'The gateway knows no agent of this id.',
  '300-003': 'The gateway knows no such agent in this group.',
  '300-004': 'The gateway knows no such agent group.',

  '400-001': 'There is no call to which data could be attached.',
  '400-002': 'There is no data to attach to the call.',
  '400-003': 'The agent holds no call.',

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
  '900-002': 'The account has no inspector right. Ask an administrator for it.',
  '900-003': 'The gateway has no free resource for inspection. Try again later.',
  '900-004': 'The gateway knows no such agent to inspect.',
  '900-005': 'The agent is not in a state in which it can be inspected.',
  '900-006': videoInspection,
  '900-007': videoInspection,
  '900-008': videoInspection,
  '900-009': videoInspection,
  '999-001': 'The gateway’s own server address is set up wrongly. Tell its administrator.',
}
