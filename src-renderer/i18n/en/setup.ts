/** What stands around each step from the first screen to the board. */
export const setup = {
  steps: {
    label: 'Set-up',
    address: 'Address',
    certificate: 'Certificate',
    'sign-in': 'Sign-in',
    watch: 'Agents',
    board: 'Board',
    done: 'done',
    toBoard: 'Back to the board',
  },
  saveFailed: 'What you type cannot be saved right now; it stays here until Holdwatch quits.',
}
