/** The settings: names, explanations, choices, and why something cannot be changed. */
export const settings = {
  title: 'Settings',
  search: 'Search settings',
  searchPlaceholder: 'Name or what it does…',
  noMatch: 'No setting matches “{text}”.',
  found: 'No setting | One setting | {n} settings',
  groupsLabel: 'Groups of settings',
  loading: 'Reading the settings…',
  failed: 'The settings could not be read.',
  locked: 'Set by your administrator',
  toStandard: 'Back to standard',
  toStandardOf: 'Back to standard: {name}',

  groups: {
    window: 'Window',
    look: 'Look',
    levels: 'Levels',
    alerts: 'Alerts',
    privacy: 'Privacy',
    history: 'History',
    gateway: 'Gateway',
  },

  of: {
    alwaysOnTop: { name: 'Keep on top', about: 'The window stays above all others.' },
    closeToTray: {
      name: 'Keep watching in the tray',
      about: 'Closing the window does not end Holdwatch; “Quit” in the tray’s menu does.',
    },
    startAtLogin: {
      name: 'Start at sign-in',
      about: 'Holdwatch starts in the tray when you sign in to this computer.',
    },
    density: {
      name: 'Size of the board',
      about:
        'Comfortable and compact rows never change their height. Fit makes them as tall as lets all calls be seen. Wallboard can be read from across the room. Kept for each display.',
    },
    language: { name: 'Language', about: 'Of this window, the tray and the notifications.' },
    theme: {
      name: 'Theme',
      about: 'High contrast is light or dark as the system is.',
    },
    limits: {
      name: 'Limits',
      about:
        'How long a call may be held before its row turns amber, red, critical. In seconds, or as minutes and seconds, such as 1:30.',
    },
    skillLimits: {
      name: 'Limits of single skill queues',
      about:
        'For calls of that skill queue they count instead of the general limits. Upper and lower case are the same.',
    },
    notifications: {
      name: 'Notifications',
      about: 'The system shows a message when a held call reaches a level.',
    },
    sounds: { name: 'Sounds', about: 'What is played when a held call reaches a level.' },
    noDataAlarm: {
      name: 'Alarm when no data arrives',
      about:
        'Without data from the gateway for 15 seconds, or when monitoring stops, you get a notification and a sound of its own, a reminder every five minutes, and a notification when data is back. While alerts are snoozed and in quiet time only the sound is left out. A pause and sleep raise no alarm.',
    },
    volume: { name: 'Volume', about: 'Of the sounds, on top of the volume of the computer.' },
    quietTime: {
      name: 'Quiet time',
      about:
        'No sound and no notification between these times, except the notification that no data arrives. The board keeps updating.',
    },
    revealNumbers: {
      name: 'Show customers’ numbers on demand',
      about: 'The button beside a masked number shows it whole for a few seconds.',
    },
    privacyMode: {
      name: 'Privacy mode',
      about:
        'For a screen that visitors see: no digit of any number on the board, in past holds and in exports, and none can be shown. What the history keeps stays as it is.',
    },
    keptNumbers: {
      name: 'Customers’ numbers in the history',
      about:
        'What is kept of a number when its call has ended. Always encrypted. A whole number can be shown in the details of a past hold, and be exported.',
    },
    retentionDays: {
      name: 'Keep past holds for',
      about: 'What is older is deleted by itself. With 0 nothing is kept.',
    },
    requestsPerSecond: {
      name: 'Requests a second',
      about:
        'Sent to one gateway, at most: the more, the sooner a hold is seen. Holdwatch sends fewer by itself while the gateway is overloaded.',
    },
    requestsAtOnce: {
      name: 'Requests at once',
      about: 'How many may wait for an answer at the same time. More help where answers are slow.',
    },
  },

  density: { comfortable: 'Comfortable', compact: 'Compact', fit: 'Fit', wallboard: 'Wallboard' },
  language: { system: 'As the system', en: 'English', 'zh-CN': '简体中文' },
  theme: {
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    contrast: 'High contrast',
  },
  keptNumbers: { none: 'Nothing', 'last-four': 'Last four digits', whole: 'Whole number' },

  limit: {
    'wayland-on-top':
      'Under Wayland an app can neither place its window nor keep it on top. Use “Always on Top” in the window’s own menu, or start Holdwatch with --ozone-platform=x11.',
    'no-tray': 'This desktop has no tray, so closing the window ends Holdwatch.',
    'not-installed': 'Only an installed Holdwatch can be started at sign-in; this one is not.',
    'no-notifications': 'This desktop shows no notifications; sounds and the board remain.',
    'notifications-refused':
      'The system refuses to show notifications. Allow them for Holdwatch in the system’s settings; on macOS the number on the Dock icon needs that too. Sounds and the board remain.',
    'no-key-ring':
      'This computer offers no key ring. What cannot be encrypted is not kept, so past holds have no numbers.',
  },

  levels: { amberMs: 'Amber', redMs: 'Red', criticalMs: 'Critical' },
  limits: {
    ofSkill: '{level}, {skill}',
    'not-a-time':
      'This is no time. Enter seconds such as 90, or minutes and seconds such as 1:30. The old limits stay in force.',
    'out-of-range': 'A limit lies between 1 second and 24 hours. The old limits stay in force.',
    below: 'This must be below {level} ({time}). The old limits stay in force.',
    above: 'This must be above {level} ({time}). The old limits stay in force.',
  },
  skills: {
    none: 'All skill queues have the general limits.',
    name: 'Skill queue',
    placeholder: 'Name as the gateway gives it',
    add: 'Add limits',
    remove: 'Remove the limits of {skill}',
    empty: 'Enter the name of a skill queue.',
    unseen: 'No call of this skill seen yet.',
    taken: '{skill} has limits of its own already.',
  },

  sound: { none: 'None', soft: 'Soft', double: 'Double', urgent: 'Urgent' },
  notificationOf: 'Notification for {level}',
  soundOf: 'Sound for {level}',
  soundLevels: { amber: 'Amber', red: 'Red', critical: 'Critical' },
  test: 'Play',
  testOf: 'Play the sound for {level}',
  percent: '{n} %',

  quiet: {
    isOn: 'Quiet time is on',
    from: 'From',
    to: 'To',
    same: 'Both times are the same, so nothing would be quiet. The old times stay in force.',
    missing: 'Enter both times. The old ones stay in force.',
  },

  requests: {
    requestsPerSecond: 'a second',
    requestsAtOnce: 'at once',
    invalid: 'Enter a whole number from 1 to {most}. The old value stays in force.',
    timeToSee:
      'With {agents} agents who can hold a call, a hold is seen after {seconds} s on average.',
  },

  retention: {
    unit: 'days',
    invalid: 'Enter whole days from 0 to 3650. The old value stays in force.',
    deleteAll: 'Delete the history…',
    title: 'Delete the whole history?',
    text: 'All past holds on this computer are deleted at once, and nothing brings them back. Calls that are held right now stay on the board.',
    submit: 'Delete everything',
    done: 'The history was deleted.',
    shortenTitle:
      'Delete the whole history? | Delete what is older than one day? | Delete what is older than {n} days?',
    shortenText:
      'All past holds on this computer are deleted at once, and nothing brings them back. From then on none is kept. | Past holds that ended more than one day ago are deleted at once, and nothing brings them back. | Past holds that ended more than {n} days ago are deleted at once, and nothing brings them back.',
    shorten: 'Delete everything | Delete older holds | Delete older holds',
  },

  keepLess: {
    none: {
      title: 'Delete all numbers in the history?',
      text: 'The customers’ numbers of all past holds are deleted at once, and nothing brings them back. From then on none is kept.',
      submit: 'Delete the numbers',
    },
    'last-four': {
      title: 'Shorten the numbers in the history?',
      text: 'Of the customers’ numbers of all past holds the last four digits stay; the rest is deleted at once, and nothing brings it back.',
      submit: 'Shorten the numbers',
    },
  },

  reset: {
    open: 'Reset all settings…',
    title: 'Reset all settings?',
    text: 'The settings on this page go back to their standard, and saved views of the board are lost. What the history keeps, and for how long, stays as it is. So does what your administrator has set, and so do the gateway, its certificate, passwords and past holds.',
    submit: 'Reset everything',
    done: 'The settings are back to their standard, except what the history keeps and for how long.',
  },
}
