/** What is typed of the set-up before anything is. */
export const emptyDraft = {
  address: '',
  way: 'inspector',
  credential: 'guid',
  inspectorId: '',
  phone: '',
  withoutLicence: true,
  accessKey: '',
  // The usual one (gateway protocol §10.6).
  ccId: '1',
  vdn: '',
  agents: '',
} as const
