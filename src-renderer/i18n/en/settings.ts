/** The settings: names, explanations, choices, and why something cannot be changed. */
export const settings = {
  title: 'Settings',
  search: 'Search settings',
  searchPlaceholder: 'Name or description…',
  noMatch: 'No settings match “{text}”.',
  found: 'No settings | 1 setting | {n} settings',
  groupsLabel: 'Setting groups',
  loading: 'Loading the settings…',
  failed: 'The settings could not be loaded.',
  locked: 'Set by your administrator',
  toStandard: 'Reset to default',
  toStandardOf: 'Reset to default: {name}',

  groups: {
    window: 'Window',
    look: 'Appearance',
    levels: 'Limits',
    alerts: 'Alerts',
    notes: 'Notes to agents',
    privacy: 'Privacy',
    history: 'History',
    gateway: 'Gateway',
  },

  of: {
    alwaysOnTop: { name: 'Always on top', about: 'The window stays above all other windows.' },
    closeToTray: {
      name: 'Keep monitoring in the tray',
      about: 'Closing the window does not quit Holdwatch. To quit, use “Quit” in the tray menu.',
    },
    startAtLogin: {
      name: 'Start at sign-in',
      about: 'Holdwatch starts in the tray when you sign in to this computer.',
    },
    density: {
      name: 'Board size',
      about:
        'Comfortable and Compact have a fixed row height. Fit adjusts the row height so that all calls are visible. Wallboard can be read from across the room. Saved for each display.',
    },
    language: { name: 'Language', about: 'For this window, the tray, and notifications.' },
    theme: {
      name: 'Theme',
      about: 'High contrast is light or dark to match the system.',
    },
    limits: {
      name: 'Hold time limits',
      about:
        'How long a call can be on hold before its row turns amber, red, or critical. Enter seconds, or minutes and seconds, such as 1:30.',
    },
    skillLimits: {
      name: 'Limits for individual skills',
      about:
        'These replace the general limits for calls of that skill. Names are not case-sensitive.',
    },
    notifications: {
      name: 'Notifications',
      about: 'The system shows a message when a held call reaches this level.',
    },
    sounds: { name: 'Sounds', about: 'The sound played when a held call reaches this level.' },
    noDataAlarm: {
      name: 'No-data alarm',
      about:
        'If no data arrives for 15 seconds, or if monitoring stops, you get a notification with its own sound, a reminder every five minutes, and a notification when data is back. While alerts are snoozed and during quiet hours, only the sound is turned off. Pausing monitoring or putting the computer to sleep does not trigger the alarm.',
    },
    volume: {
      name: 'Volume',
      about: 'Volume of the alert sounds, relative to the computer’s volume.',
    },
    quietTime: {
      name: 'Quiet hours',
      about:
        'No sounds or notifications during this time, except the no-data notification. The board keeps updating.',
    },
    notes: {
      name: 'Notes to agents',
      about:
        'Adds a button to each held call that sends the agent a note through the gateway. Not every gateway and desktop shows notes, so send a test first. At most one note a minute goes to each agent, and the hold history records who sent what. Needs an inspector account.',
    },
    askBeforeNote: {
      name: 'Ask before sending',
      about: 'A note is sent only after you confirm its text and its receiver.',
    },
    noteTemplates: {
      name: 'Note templates',
      about:
        'Texts to choose from when you send a note. The time on hold and the skill can be inserted; customer numbers cannot.',
    },
    revealNumbers: {
      name: 'Show customer numbers on demand',
      about: 'The button next to a masked number shows the full number for a few seconds.',
    },
    privacyMode: {
      name: 'Privacy mode',
      about:
        'For screens that visitors can see. No digits of any number are shown on the board, in the hold history, or in exports, and numbers cannot be revealed. What the history stores does not change.',
    },
    keptNumbers: {
      name: 'Customer numbers in the history',
      about:
        'How much of a number is stored after its call ends. Numbers are always encrypted. Full numbers can be shown in the details of a past hold and can be exported.',
    },
    retentionDays: {
      name: 'Keep hold history for',
      about: 'Older holds are deleted automatically. Enter 0 to store no history.',
    },
    requestsPerSecond: {
      name: 'Requests per second',
      about:
        'Maximum for each gateway. A higher rate detects holds sooner. Holdwatch automatically sends fewer requests while the gateway is overloaded.',
    },
    requestsAtOnce: {
      name: 'Simultaneous requests',
      about:
        'Maximum number of requests waiting for an answer at the same time. A higher number helps when the gateway answers slowly.',
    },
  },

  /** Further search terms. */
  synonyms: {
    alwaysOnTop: 'pin, always on top, foreground',
    closeToTray: 'background, notification area, minimize, close, quit, exit',
    startAtLogin: 'autostart, startup, boot, launch, log in',
    density: 'row height, zoom, font size, big screen, TV, layout',
    language: 'locale, translation, Chinese, 中文',
    theme: 'dark mode, light mode, night mode, appearance, color, contrast',
    limits: 'threshold, SLA, warning, color',
    skillLimits: 'threshold, SLA, queue, exception',
    notifications: 'mute, silence, pop-up, toast, desktop alert',
    sounds: 'mute, silence, tone, beep, ring, audio',
    noDataAlarm: 'mute, outage, offline, disconnected, connection lost',
    volume: 'mute, silence, loudness, louder, quieter',
    quietTime: 'mute, silence, do not disturb, DND, schedule, night',
    notes: 'message, chat, nudge, remind, sendnoteletex',
    askBeforeNote: 'message, confirmation, question, dialog',
    noteTemplates: 'message, text, snippet, placeholder',
    revealNumbers: 'phone, caller, mask, unmask',
    privacyMode: 'phone, mask, hide, anonymous, GDPR',
    keptNumbers: 'phone, caller, storage, personal data, GDPR',
    retentionDays: 'storage, delete, clean up, GDPR',
    requestsPerSecond: 'rate, throttle, polling interval, refresh, load, source, cluster, CC-CMS',
    requestsAtOnce: 'concurrency, parallel, throttle, load',
  },

  density: { comfortable: 'Comfortable', compact: 'Compact', fit: 'Fit', wallboard: 'Wallboard' },
  language: { system: 'Match system', en: 'English', 'zh-CN': '简体中文' },
  theme: {
    system: 'Match system',
    light: 'Light',
    dark: 'Dark',
    contrast: 'High contrast',
  },
  keptNumbers: { none: 'None', 'last-four': 'Last four digits', whole: 'Full number' },

  limit: {
    'wayland-on-top':
      'On Wayland, an app cannot position its window or keep it on top. Use “Always on Top” in the window’s own menu, or start Holdwatch with --ozone-platform=x11.',
    'no-tray': 'This desktop has no tray, so closing the window quits Holdwatch.',
    'not-installed':
      'Start at sign-in is available only when Holdwatch is installed. This copy is not.',
    'no-notifications':
      'This desktop does not show notifications. Sounds and the board still work.',
    'notifications-refused':
      'The system refuses to show notifications. Allow them for Holdwatch in the system settings; on macOS the number on the Dock icon needs that too. Sounds and the board still work.',
    'no-key-ring':
      'This computer has no keyring. Numbers that cannot be encrypted are not stored, so the history has no numbers.',
  },

  levels: { amberMs: 'Amber', redMs: 'Red', criticalMs: 'Critical' },
  limits: {
    ofSkill: '{level}, {skill}',
    'not-a-time':
      'This is not a valid time. Enter seconds, such as 90, or minutes and seconds, such as 1:30. The previous limits still apply.',
    'out-of-range':
      'A limit must be between 1 second and 24 hours. The previous limits still apply.',
    below: 'Must be lower than {level} ({time}). The previous limits still apply.',
    above: 'Must be higher than {level} ({time}). The previous limits still apply.',
  },
  skills: {
    none: 'The general limits apply to all skills.',
    name: 'Skill',
    placeholder: 'Name as shown on the board',
    add: 'Add limits',
    remove: 'Remove the limits for {skill}',
    empty: 'Enter a skill name.',
    unseen: 'No calls of this skill seen yet.',
    taken: '{skill} already has its own limits.',
  },

  sound: { none: 'None', soft: 'Soft', double: 'Double', urgent: 'Urgent' },
  notificationOf: 'Notification for {level}',
  soundOf: 'Sound for {level}',
  soundLevels: { amber: 'Amber', red: 'Red', critical: 'Critical' },
  test: 'Play',
  testOf: 'Play the sound for {level}',
  testNoData: 'Play the alarm when no data arrives',
  percent: '{n}%',

  quiet: {
    isOn: 'Use quiet hours',
    from: 'From',
    to: 'To',
    same: 'Both times are the same, so no time would be quiet. The previous times still apply.',
    missing: 'Enter both times. The previous times still apply.',
  },

  requests: {
    requestsPerSecond: 'per second',
    requestsAtOnce: 'at the same time',
    invalid: 'Enter a whole number from 1 to {most}. The previous value still applies.',
  },

  retention: {
    unit: 'days',
    invalid: 'Enter a whole number of days from 0 to 3650. The previous value still applies.',
    deleteAll: 'Delete hold history…',
    title: 'Delete the entire hold history?',
    text: 'All past holds on this computer are deleted immediately. This cannot be undone. Calls on hold right now stay on the board.',
    submit: 'Delete all',
    done: 'Hold history deleted.',
    shortenTitle:
      'Delete the entire hold history? | Delete holds older than 1 day? | Delete holds older than {n} days?',
    shortenText:
      'All past holds on this computer are deleted immediately. This cannot be undone. From now on, no history is stored. | Holds that ended more than 1 day ago are deleted immediately. This cannot be undone. | Holds that ended more than {n} days ago are deleted immediately. This cannot be undone.',
    shorten: 'Delete all | Delete older holds | Delete older holds',
  },

  keepLess: {
    none: {
      title: 'Delete all numbers from the history?',
      text: 'The customer numbers of all past holds are deleted immediately. This cannot be undone. From now on, no numbers are stored.',
      submit: 'Delete numbers',
    },
    'last-four': {
      title: 'Shorten the numbers in the history?',
      text: 'Only the last four digits of each customer number are kept for past holds. The other digits are deleted immediately. This cannot be undone.',
      submit: 'Shorten numbers',
    },
  },

  discard: {
    title: 'Discard invalid changes?',
    text: 'Not saved because the value is invalid: {names}. If you leave this page, the change is lost and the previous value still applies.',
    keep: 'Keep editing',
    submit: 'Discard',
  },

  reset: {
    open: 'Reset all settings…',
    title: 'Reset all settings?',
    text: 'All settings on this page are reset to default, and saved board views are deleted. What the history stores and for how long does not change. Neither do settings managed by your administrator, the gateway, its certificate, passwords, or past holds.',
    submit: 'Reset all',
    done: 'Settings were reset to default, except what the history stores and for how long.',
  },
}
