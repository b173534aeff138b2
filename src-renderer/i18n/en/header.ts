/** The header: its buttons, its menu, and the sign that alerts are muted. */
export const header = {
  menu: 'Menu',
  pin: 'Always on top',
  pause: 'Pause monitoring',
  goOn: 'Resume monitoring',
  snooze: 'Snooze all alerts…',
  snoozeFor: 'Snooze all alerts for {n} minutes',
  endSnooze: 'Resume all alerts',
  privacy: 'Privacy mode',
  shortcuts: 'Keyboard shortcuts',
  watchList: 'Monitored agents…',
  trusted: 'Trusted gateways…',
  gateway: 'Change gateway…',
  muted: {
    left: '{n} min',
    snoozed: 'Alerts snoozed, {left} left. Resume alerts',
    quiet: 'Quiet hours',
    quietTill: 'No sounds or notifications until {time}',
  },
}
