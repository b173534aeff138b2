/** The first screen. */
export const welcome = {
  title: 'See who is on hold, and for how long',
  lead: 'Holdwatch reads from your CC-Gateway which calls your agents are holding, and keeps an honest clock beside each one.',
  connect: 'Connect to a gateway',
  connectHint: 'You need its address and a sign-in.',
  simulate: 'Try it with a simulated gateway',
  simulateHint: 'The same steps, with invented agents and calls. Nothing leaves this computer.',
  starting: 'Starting the simulated gateway…',
  settings: 'Language and other settings',
}
