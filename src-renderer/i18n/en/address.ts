/** Where the gateway is. */
export const address = {
  title: 'Where is your gateway?',
  lead: 'Holdwatch connects, looks at the certificate, and sends nothing until you have trusted it.',
  label: 'Address of the gateway',
  hint: 'Host name or IP address, and the port after a colon.',
  placeholder: 'cc-gateway.example:8043',
  submit: 'Continue',
  checking: 'Connecting…',
  simulatedHint: 'This is the simulated gateway inside Holdwatch.',
  locked: 'Set by your administrator: no other gateway can be watched.',
}
