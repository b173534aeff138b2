/** The header: its buttons, its menu, and the sign that alerts are muted. */
export const header = {
  menu: 'Menu',
  pin: 'Keep on top',
  pause: 'Pause watching',
  goOn: 'Go on watching',
  snooze: 'Snooze all alerts…',
  snoozeFor: 'Snooze all alerts for {n} minutes',
  endSnooze: 'End the snooze of all alerts',
  privacy: 'Privacy mode',
  shortcuts: 'Keyboard shortcuts',
  about: 'About Holdwatch…',
  watchList: 'Watch list…',
  trusted: 'Trusted gateways…',
  gateway: 'Change gateway…',
  muted: {
    left: '{n} min',
    snoozed: 'Alerts snoozed, {left} left. End the snooze',
    quiet: 'Quiet time',
    quietTill: 'No sound and no notification until {time}',
  },
}
