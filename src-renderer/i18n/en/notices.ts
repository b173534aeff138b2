/** Notices, each shown once. */
export const notices = {
  label: 'Notices',
  'settings-corrupt':
    'The settings could not be read, so Holdwatch started with the default settings. The unreadable file was saved as {file}.',
  'settings-newer':
    'The settings were saved by a newer version of Holdwatch, so this version started with the default settings. The newer file was saved as {file}. The newer version will use it again.',
  'trust-corrupt':
    'The list of trusted gateways could not be read, so no certificate is trusted. Compare the fingerprint and trust your gateway again. The unreadable file was saved as {file}.',
  'trust-newer':
    'The list of trusted gateways was saved by a newer version of Holdwatch, so no certificate is trusted. The newer file was saved as {file}. The newer version will use it again.',
  'history-corrupt':
    'The hold history is damaged. Holdwatch started a new one and is recovering what it can from the old one. Calls that were already on hold may be timed from zero again and show ≥. The damaged file was saved as {file}.',
  'history-newer':
    'The hold history was saved by a newer version of Holdwatch, so this version started a new one. Calls that were already on hold are timed from zero again and show ≥. The newer file was saved as {file}. The newer version will use it again.',
  'history-late':
    'The hold history is slow to open, so monitoring started without it. Calls that were already on hold are timed from zero again and show ≥ until the history can be read.',
  'history-unlogged':
    'The Holdwatch folder is on a network drive or similar storage, so viewing the hold history can briefly delay saving new holds. Nothing is lost unless Holdwatch quits at that moment.',
  'holds-lost':
    'The hold history could not be saved for a long time, so the oldest ended holds were discarded. “Hold history” shows how many. Calls still on hold are not affected.',
  'deletion-waits-clock':
    'According to this computer’s clock, Holdwatch has not run for more than a week. If the clock is wrong, holds would be deleted too early, so none are deleted until you confirm it under “Hold history”.',
  'deletion-waits-settings':
    'The settings now keep the hold history for a shorter time than before. No holds are deleted because of this until you confirm it under “Hold history”.',
  'rosters-corrupt':
    'The rosters could not be read, so none are available. Monitoring continues. The unreadable file was saved as {file}.',
  'rosters-newer':
    'The rosters were saved by a newer version of Holdwatch, so none are available in this version. Monitoring continues. The newer file was saved as {file}. The newer version will use it again.',
  'managed-malformed':
    'Some of your administrator’s settings are not valid ({file}: {detail}). The strictest values are used instead, and nothing is deleted. Tell your administrator.',
  'managed-unreadable':
    'Your administrator’s settings cannot be read ({file}: {detail}). The strictest values are used instead, and nothing is deleted. Tell your administrator.',
  'managed-unknown':
    'Your administrator’s settings contain something that this version of Holdwatch does not support ({file}: {detail}). The other settings apply.',
  'policies-unreadable':
    'Your administrator’s settings could not be read this time ({where}: {detail}). The settings read last time apply. If there were none, customer numbers stay masked. Restart Holdwatch. If the problem continues, tell your administrator.',
  'key-ring-locked':
    'The system keyring did not release the saved passwords, so you need to enter them again. To use the saved passwords, unlock the keyring before you start Holdwatch.',
  'cannot-save':
    'Holdwatch cannot save to its folder. Changes you make now are lost when it quits. Check the free disk space and your permissions for that folder.',
  'fields-left-out':
    'Some values in {original} are not valid and were reset to default: {fields}. The other values apply. The original file was saved as {file}.',
  'older-replaced':
    'An older version of Holdwatch was used in the meantime. This version uses its own {original}, without the changes made in the older version. The older version’s file was saved as {file}.',
  'provision-refused':
    'The configuration in {file} could not be used. The file is missing, not valid, or cannot be read. If it contained a password, the file was deleted.',
  fault:
    'A part of Holdwatch failed unexpectedly. Monitoring continues. The log has the details: send the support report from Diagnostics to support.',
  'left-signed-in':
    'The gateway did not sign out these agents when Holdwatch stopped monitoring: {agents}. An agent on a call cannot be signed out. After two minutes, the gateway ends the session itself and may end the call.',
  'notifications-refused':
    'The system did not show an alert as a notification. Allow notifications for Holdwatch in the system settings. Until then, alerts appear only on the board and as sounds.',
  'update-ready':
    'Version {version} of Holdwatch is ready to install. To install it, open “About Holdwatch” in the menu.',
  'update-refused':
    'A new version of Holdwatch was deleted because it is not signed by the publisher of this one. Inform your administrator.',
  'note-received': 'Note from {from}, {at}: “{text}”',
  'note-without-text':
    'A note arrived at {at}. This gateway does not tell Holdwatch who sent it or what it says.',
  'malformed-calls':
    'The gateway listed calls without a call ID for agent {agentId} ({count}). They cannot be timed and are not shown. Other calls are shown as usual.',
}
