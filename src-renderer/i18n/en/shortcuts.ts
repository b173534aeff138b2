/** The page of the keyboard shortcuts. */
export const shortcuts = {
  title: 'Keyboard shortcuts',
  or: 'or',
  where: {
    everywhere: 'In every view',
    board: 'On the board',
    row: 'On the row that has the focus or is pointed at',
  },
  does: {
    nextRow: 'Next row',
    previousRow: 'Previous row',
    nextAlert: 'Next row over a limit that nobody has dealt with',
    search: 'Search',
    filter: 'Filter',
    group: 'Group by agent, by skill, not at all',
    density: 'Wallboard or compact board',
    shortcuts: 'This page',
    acknowledge: 'Acknowledge, or take it back',
    acknowledgeAll: 'Acknowledge all',
    snooze: 'Snooze: offers the times; twice for 3 minutes',
    snoozeOne: 'Then: for 1 minute',
    snoozeThree: 'Then: for 3 minutes',
    snoozeFive: 'Then: for 5 minutes',
    reveal: 'Show the number, or hide it',
    copy: 'Copy the number that is shown',
  },
}
