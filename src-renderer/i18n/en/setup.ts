/** The frame of the set-up, from the first screen to the board. */
export const setup = {
  steps: {
    label: 'Setup',
    address: 'Address',
    certificate: 'Certificate',
    'sign-in': 'Sign-in',
    watch: 'Agents',
    board: 'Board',
    done: 'done',
    toBoard: 'Back to the board',
  },
  saveFailed: 'Your entries cannot be saved right now. They stay here until Holdwatch quits.',
}
