/** Past holds: the list, one hold's details, the charts and the export. */
export const history = {
  title: 'Hold history',
  toSettings: 'History settings',
  list: 'List',
  charts: 'Charts',

  filter: {
    label: 'Filter',
    period: 'Started',
    today: 'Today',
    yesterday: 'Yesterday',
    week: 'Last 7 days',
    all: 'All',
    own: 'Custom range',
    from: 'From',
    to: 'To',
    open: '…',
    range: '{from} – {to}',
    reversed: 'The end is before the start, so nothing can match.',
    agents: 'Agents',
    skills: 'Skills',
    levels: 'Highest level',
    chosen: '{what}: {n}',
    find: 'Search past holds',
    findWhat: 'Agent, skill or call ID…',
    findNumberToo: 'Agent, skill, call ID or full number…',
    search: 'Search {what}',
    searchPlaceholder: 'Type to search…',
    noMatch: 'No matches for “{text}”.',
    more: 'and {n} more (type to search)',
    none: 'No options yet.',
    noSkill: 'no skill',
    clearOne: 'Clear selection',
    clear: 'Clear filters',
  },

  table: {
    caption: 'Hold history',
    started: 'Started',
    duration: 'Hold time',
    level: 'Highest level',
    agent: 'Agent',
    customer: 'Customer',
    skill: 'Skill',
    call: 'Call type',
    thisCall: 'This call',
    handled: 'Handled',
    noNumber: 'not stored',
    noSkill: 'no skill',
    open: 'Details:',
    atOrBefore: { sign: '≤', spoken: 'at or before' },
    hold: '{nth} hold',
    gap: 'monitoring was interrupted',
    acknowledged: 'Acknowledged',
    snoozed: 'Snoozed',
    by: '{who}, {time}',
    unhandled: 'not handled',
    sortBy: 'Sort by',
    descending: 'Largest or newest first',
    ascending: 'Smallest or oldest first',
  },

  levels: {
    normal: 'Normal',
    amber: 'Amber',
    red: 'Red',
    critical: 'Critical',
  },

  pages: {
    label: 'Pages',
    shown: 'No holds | 1 hold | {from}–{to} of {n} holds',
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
    last: 'Last page',
    at: 'Page {page} of {pages}',
  },

  news: {
    some: 'The list has changed | 1 more hold | {n} more holds',
    show: 'Show',
  },

  details: {
    label: 'Hold details',
    title: 'Hold by {agent}',
    close: 'Close details',
    began: 'Started',
    beganAt: 'At {at}.',
    beganBetween: 'Between {from} and {to}.',
    beganBefore: 'At {at} or earlier. The call was already on hold when Holdwatch first saw it.',
    ended: 'Ended',
    endedAt: 'At {at}.',
    endedBetween: 'Between {from} and {to}.',
    endedUnseen:
      'Not known. The call was last seen on hold at {at}, and the agent was not monitored after that.',
    lasted: 'Hold time',
    lastedBetween: 'Between {least} and {most}.',
    lastedAtLeast: 'At least {least}. The call may have been on hold longer.',
    lastedAbout:
      'About {least}, from when it was first seen to when it was last seen. Monitoring was interrupted in between, so the call may have been retrieved and put on hold again.',
    level: 'Highest level',
    agent: 'Agent',
    customer: 'Customer',
    noNumber: 'No number is stored.',
    skill: 'Skill',
    noSkill: 'No skill was reported.',
    call: 'Call',
    hold: '{nth} hold of this call',
    callId: 'Call ID',
    handled: 'Handled',
    acknowledged: 'Acknowledged by {who} at {at}.',
    snoozed: 'Snoozed by {who} at {at}.',
    unhandled: 'Not acknowledged or snoozed.',
  },

  loading: 'Loading the hold history…',
  failed: 'The hold history could not be loaded.',
  chartsFailed: 'The charts could not be loaded.',
  chartsLoading: 'Loading the charts…',

  empty: {
    nothingTitle: 'No hold history yet',
    nothingText: 'Each hold is added here when it ends.',
    filteredTitle: 'No matching holds',
    filteredText: 'No stored hold matches the filters above.',
    offTitle: 'Hold history is off',
    offText:
      'History is set to be kept for 0 days, so there is nothing to show. The board keeps updating.',
  },

  off: 'New holds are not stored, because history is set to be kept for 0 days.',

  writing: {
    title: 'The hold history cannot be saved right now',
    'disk-full': 'The disk is full. Free up some space. Holdwatch does the rest.',
    locked:
      'Another program has locked the file. Close any program that may be reading it, such as backup software.',
    'read-only': 'The file is read-only. Check your permissions for the Holdwatch folder.',
    slow: 'The disk is slow.',
    failed: 'Saving failed. If the problem continues, restart Holdwatch.',
    lost: 'No holds were lost. | 1 hold was lost because too many were waiting to be saved. | {n} holds were lost because too many were waiting to be saved.',
    waiting:
      'No changes are waiting. | 1 change is waiting to be saved. It is lost if Holdwatch quits first. | {n} changes are waiting to be saved. They are lost if Holdwatch quits first.',
  },

  deletion: {
    title: 'Old holds are waiting to be deleted',
    clock:
      'According to this computer’s clock, Holdwatch has not run for more than a week. | According to this computer’s clock, Holdwatch has not run for more than a week. If the date is correct, delete holds older than 1 day. If not, correct the clock and restart Holdwatch. | According to this computer’s clock, Holdwatch has not run for more than a week. If the date is correct, delete holds older than {n} days. If not, correct the clock and restart Holdwatch.',
    settings:
      'The settings now say that no history is kept, but until now it was. Delete the stored holds if this is correct. If not, change the time under “History settings”. | The settings now say that history is kept for 1 day, which is shorter than before. Delete older holds if this is correct. If not, change the time under “History settings”. | The settings now say that history is kept for {n} days, which is shorter than before. Delete older holds if this is correct. If not, change the time under “History settings”.',
    button: 'Delete older holds…',
  },

  export: {
    wait: 'Export…',
    button: 'Nothing to export | Export 1 row… | Export {n} rows…',
    numbers: {
      title: 'Export full numbers?',
      text: 'Holdwatch stores full customer numbers encrypted. In the exported file they are not encrypted: anyone who gets the file can read them, and Holdwatch cannot delete them from it.',
      masked: 'Export masked numbers',
      whole: 'Export full numbers',
    },
    starting: 'Waiting for a file name…',
    running: 'Exporting to {file}: {done} of {total} rows',
    cancel: 'Cancel export',
    done: 'Exported only the column headers to {file}. | Exported 1 row to {file}. | Exported {n} rows to {file}.',
    openFolder: 'Open folder',
    folderFailed: 'The folder could not be opened. The file is in {folder}.',
    cancelled: 'Export canceled. Nothing was saved to {file}.',
    failed:
      'Export failed. Nothing was saved to {file}. Check the free disk space and your permissions for that folder, then export again.',
    'in-use':
      'Nothing was saved to {file}. It is open in another program, such as Excel, or it cannot be replaced. Close it there or choose another name, then export again.',
  },

  chart: {
    asTable: 'Show “{title}” as a table',
    asChart: 'Show “{title}” as a chart',
    table: 'Table',
    chart: 'Chart',
    none: 'No holds match the filters.',
    hours: {
      titleMinutes: 'Holds and longest hold by minute',
      unitMinutes:
        'Top: holds that started in the minute. Bottom: the longest of them (minimum, min:s).',
      minute: 'Minute',
      title: 'Holds and longest hold by hour',
      byHour: 'By hour of day',
      overTime: 'Over time',
      unit: 'Top: holds that started in the hour. Bottom: the longest of them (minimum, min:s).',
      unitDays: 'Top: holds that started on the day. Bottom: the longest of them (minimum, min:s).',
      hour: 'Hour',
      day: 'Day',
      holds: 'Holds',
      longest: 'Longest hold (minimum)',
      summary:
        'Most holds started at {most} ({n}). The longest, at least {longest}, started at {at}.',
      note: 'A missing bar means that no holds started or monitoring was off.',
    },
    durations: {
      title: 'Distribution of hold times',
      unit: 'Number of holds by hold time (min:s). Dashed lines: current limits.',
      unitSkill: 'Number of holds by hold time (min:s). Dashed lines: current limits for {skill}.',
      length: 'Hold time (minimum)',
      from: '{from} or longer',
      between: '{from} – {to}',
      holds: 'Holds',
      share: 'Share',
      summary:
        'The only hold lasted {range}. | Most common hold time: {range} ({holds} of {n} holds).',
      note: 'Some skills have their own limits, which are not shown.',
    },
    agents: {
      title: 'Total hold time by agent',
      name: 'Agent',
      summary:
        '{name} has the longest total hold time: {time} in 1 hold. | {name} has the longest total hold time: {time} in {n} holds.',
    },
    skills: {
      title: 'Total hold time by skill',
      name: 'Skill',
      summary:
        '{name} has the longest total hold time: {time} in 1 hold. | {name} has the longest total hold time: {time} in {n} holds.',
    },
    shares: {
      unit: 'Total hold time, number of holds, and average hold. Top 20 at most.',
      time: 'Total hold time',
      holds: 'Holds',
      average: 'Average hold',
      value: '{time} · {n} × · avg. {average}',
    },
    repeats: {
      title: 'Repeat holds',
      unit: 'Number of calls by how often each was put on hold.',
      holds: 'Times on hold',
      calls: 'Calls',
      times: 'never | once | {n} times',
      orMore: '{n} times or more',
      summary:
        '{again} of {n} calls was put on hold more than once. | {again} of {n} calls were put on hold more than once.',
    },
  },
}
