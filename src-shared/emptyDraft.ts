/** What is typed of the set-up before anything is. */
export const emptyDraft = {
  address: '',
  way: 'inspector',
  credential: 'guid',
  inspectorId: '',
  phone: '',
  withoutLicence: true,
  agents: '',
} as const
