/** The address of the gateway. */
export const address = {
  title: 'Enter your gateway’s address',
  lead: 'Holdwatch connects and checks the certificate. It sends nothing until you trust it.',
  label: 'Gateway address',
  hint: 'Host name or IP address, a colon, and the port.',
  placeholder: 'cc-gateway.example:8043',
  submit: 'Continue',
  checking: 'Connecting…',
  simulatedHint: 'This is the simulated gateway built into Holdwatch.',
  locked: 'Set by your administrator. No other gateway can be monitored.',
}
