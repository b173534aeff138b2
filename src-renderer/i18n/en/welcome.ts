/** The first screen. */
export const welcome = {
  title: 'See which calls are on hold, and for how long',
  lead: 'Holdwatch reads your agents’ held calls from your CC-Gateway or CC-CMS and times each one.',
  connect: 'Connect to a gateway',
  connectHint: 'You need its address and an account, or a CC-CMS and a key for it.',
  simulate: 'Try it with a simulated gateway',
  simulateHint: 'The same steps with made-up agents and calls. No data leaves this computer.',
  starting: 'Starting the simulated gateway…',
  settings: 'Language and other settings',
}
