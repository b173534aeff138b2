/** What has to be said once. */
export const notices = {
  label: 'Notices',
  'settings-corrupt':
    'The settings could not be read, so Holdwatch started with its defaults. The unreadable file was kept as {file}.',
  'settings-newer':
    'The settings were written by a newer Holdwatch, so this one started with its defaults. The newer file was kept as {file}; the newer Holdwatch takes it back.',
  'trust-corrupt':
    'The list of trusted gateways could not be read, so no certificate is trusted: compare and trust your gateway again. The unreadable file was kept as {file}.',
  'trust-newer':
    'The list of trusted gateways was written by a newer Holdwatch, so no certificate is trusted. The newer file was kept as {file}; the newer Holdwatch takes it back.',
  'history-corrupt':
    'The history is damaged, so a new one was begun, and what can still be read is taken over from the old one. Calls that were already held may start anew and show ≥. The damaged file was kept as {file}.',
  'history-newer':
    'The history was written by a newer Holdwatch, so this one began a new one; calls that were already held start anew and show ≥. The newer file was kept as {file}; the newer Holdwatch takes it back.',
  'history-late':
    'The history takes long to open; the watch goes on without it. Calls that were already held start anew and show ≥, until the history can be read.',
  'history-unlogged':
    'Holdwatch’s folder lies on a network drive or the like, so looking at past holds can hold up writing new ones for a moment. Nothing is lost, unless Holdwatch quits just then.',
  'holds-lost':
    'The history could not be written for so long that the oldest calls that had ended were given up; “Past holds” says how many. Calls that are held are not affected.',
  'deletion-waits-clock':
    'By this computer’s clock, Holdwatch has not run for more than a week. Should the clock be wrong, past holds would be deleted too early, so none is deleted until you say so under “Past holds”.',
  'deletion-waits-settings':
    'The settings were found to keep past holds for less long than before. None is deleted because of that until you say so under “Past holds”.',
  'rosters-corrupt':
    'The rosters could not be read, so there are none for now; watching goes on. The unreadable file was kept as {file}.',
  'rosters-newer':
    'The rosters were written by a newer Holdwatch, so this one has none; watching goes on. The newer file was kept as {file}; the newer Holdwatch takes it back.',
  'managed-malformed':
    'Some of your administrator’s settings cannot be understood ({file}: {detail}). In their place the strictest are in force, and nothing is deleted. Tell your administrator.',
  'managed-unreadable':
    'Your administrator’s settings cannot be read ({file}: {detail}). In their place the strictest are in force, and nothing is deleted. Tell your administrator.',
  'managed-unknown':
    'Your administrator’s settings hold something that this version of Holdwatch does not know ({file}: {detail}). The rest is in force.',
  'policies-unreadable':
    'Your administrator’s settings could not be read this time ({where}: {detail}). Those of the last time are in force; if there were none, callers’ numbers stay masked. Restart Holdwatch; if it stays, tell your administrator.',
  'key-ring-locked':
    'The system’s key ring did not give out the kept passwords, so they have to be entered again. Unlock it before Holdwatch starts, and the kept ones are used.',
  'cannot-save':
    'Holdwatch cannot write to its folder: what you change now is lost when it quits. Check the free space and your rights there.',
  'fields-left-out':
    'Some values in {original} could not be used, and are as standard now: {fields}. The rest is in force. The file as it was is kept as {file}.',
  'older-replaced':
    'An older Holdwatch was in use meanwhile. This one goes on with its own {original}; what was changed in the older one is not in it. The file of the older one was kept as {file}.',
  'provision-refused':
    'The set-up handed over in {file} could not be used: it is missing, is not as it must be, or cannot be read. If it held a password, it was removed.',
  fault:
    'A part of Holdwatch failed unexpectedly; the watch goes on. What happened stands in the log: send the report of the diagnostics to support.',
  'left-signed-in':
    'The gateway did not sign these agents out when Holdwatch stopped watching: {agents}. Whoever is in a call cannot be signed out. Two minutes later, the gateway ends the sign-in by itself, and may end the call.',
  'notifications-refused':
    'The system did not show an alert as a notification. Allow notifications for Holdwatch in the system’s settings; until then, watch the board and listen for its sounds.',
  'malformed-calls':
    'For agent {agentId} the gateway listed calls without a call id ({count}). They cannot be timed and are not shown; the other calls are.',
}
