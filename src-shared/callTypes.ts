/** The gateway's call types (gateway protocol §5) in English. */
export const callTypes = {
  '0': 'Incoming',
  '6': 'Internal',
  '7': 'Outgoing',
  '40': 'Scheduled outbound',
  '41': 'Pre-occupied outbound',
  '43': 'Predictive outbound',
  '44': 'Preview outbound',
  '45': 'Call-back',
  '51': 'Consultation',
  '52': 'Consultation of three',
  '53': 'Multi-party',
}
