/** The address of the gateway, or of a CC-CMS. */
export const address = {
  title: 'Enter the address of your gateway or CC-CMS',
  lead: 'Holdwatch connects and checks the certificate. It sends nothing until you trust it.',
  label: 'Address',
  hint: 'Host name or IP address, a colon, and the port.',
  placeholder: 'cc-gateway.example:8043',
  submit: 'Continue',
  checking: 'Connecting…',
  simulatedHint: 'This is the simulated gateway built into Holdwatch.',
  locked: 'Set by your administrator. No other one can be used.',
}
