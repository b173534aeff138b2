/** Past holds: the list, one hold's details, the charts and the export. */
export const history = {
  title: 'Past holds',
  toBoard: 'Back to the board',
  toSettings: 'History settings',
  list: 'List',
  charts: 'Charts',

  filter: {
    label: 'Filter',
    period: 'Began',
    today: 'Today',
    yesterday: 'Yesterday',
    week: 'Last 7 days',
    all: 'All',
    own: 'Own range',
    from: 'From',
    to: 'To',
    open: '…',
    range: '{from} – {to}',
    reversed: 'The end lies before the beginning. Nothing can be found like this.',
    agents: 'Agents',
    skills: 'Skills',
    levels: 'Highest level',
    chosen: '{what}: {n}',
    find: 'Search past holds',
    findWhat: 'Agent, skill or call ID…',
    findNumberToo: 'Agent, skill, call ID or full number…',
    search: 'Search {what}',
    searchPlaceholder: 'Type to find…',
    noMatch: 'Nothing matches “{text}”.',
    more: 'and {n} more: type to find them',
    none: 'Nothing to choose from yet.',
    noSkill: 'no skill',
    clearOne: 'Choose none',
    clear: 'Clear filters',
  },

  table: {
    caption: 'Past holds',
    started: 'Began',
    duration: 'Held by agent for',
    level: 'Highest level',
    agent: 'Agent',
    customer: 'Customer',
    skill: 'Skill',
    call: 'Call',
    thisCall: 'This call',
    handled: 'Dealt with',
    noNumber: 'none kept',
    noSkill: 'no skill',
    open: 'Details:',
    atOrBefore: { sign: '≤', spoken: 'at or before' },
    hold: '{nth} hold',
    gap: 'not watched for a while',
    acknowledged: 'Acknowledged',
    snoozed: 'Snoozed',
    by: '{who}, {time}',
    unhandled: 'by nobody',
    sortBy: 'Sort by',
    descending: 'Largest or latest first',
    ascending: 'Smallest or earliest first',
  },

  levels: {
    normal: 'Normal',
    amber: 'Amber',
    red: 'Red',
    critical: 'Critical',
  },

  pages: {
    label: 'Pages',
    shown: 'None | One hold | {from}–{to} of {n} holds',
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
    last: 'Last page',
    at: 'Page {page} of {pages}',
  },

  news: {
    some: 'The list has changed | One more hold | {n} more holds',
    show: 'Show',
  },

  details: {
    label: 'Details of one hold',
    title: '{agent} held a call',
    close: 'Close the details',
    began: 'Began',
    beganAt: 'At {at}.',
    beganBetween: 'Between {from} and {to}.',
    beganBefore: 'At {at} or earlier: it was held already when it was first seen.',
    ended: 'Ended',
    endedAt: 'At {at}.',
    endedBetween: 'Between {from} and {to}.',
    endedUnseen:
      'Nobody saw the end: it was last seen at {at}, and the agent was watched no longer.',
    lasted: 'On hold',
    lastedBetween: 'Between {least} and {most}.',
    lastedAtLeast: 'For at least {least}; how much longer is not known.',
    lastedAbout:
      'About {least} from first to last sight. In between there was a time without watching: the call may have been retrieved and held again.',
    level: 'Highest level',
    agent: 'Agent',
    agentId: 'id {id}',
    customer: 'Customer',
    noNumber: 'No number is kept.',
    skill: 'Skill',
    noSkill: 'The gateway named none.',
    call: 'Call',
    hold: '{nth} hold of this call',
    callId: 'Call id',
    handled: 'Dealt with',
    acknowledged: 'Acknowledged by {who} at {at}.',
    snoozed: 'Snoozed by {who} at {at}.',
    unhandled: 'Nobody acknowledged or snoozed it.',
  },

  loading: 'Looking for past holds…',
  failed: 'The past holds could not be read.',
  chartsFailed: 'The charts could not be drawn.',
  chartsLoading: 'Drawing the charts…',

  empty: {
    nothingTitle: 'No past hold yet',
    nothingText: 'A hold is written down here as soon as it is over.',
    filteredTitle: 'No hold matches',
    filteredText: 'Nothing that is kept fits what is chosen above.',
    offTitle: 'Past holds are not kept',
    offText:
      'The settings keep them for 0 days, so there is nothing to look at. The board works as ever.',
  },

  off: 'New holds are not kept any more: the settings keep them for 0 days.',

  writing: {
    title: 'The history is not being written right now',
    'disk-full': 'The disk is full. Free some space; nothing else needs to be done.',
    locked:
      'Another program keeps its file locked. Close what may be reading it, such as a back-up.',
    'read-only': 'Its file may not be written to. Check your rights in Holdwatch’s folder.',
    slow: 'The disk is slow.',
    failed: 'Writing fails. If it stays, restart Holdwatch.',
    lost: 'No past hold was lost. | One past hold was lost, since too many waited to be written. | {n} past holds were lost, since too many waited to be written.',
    waiting:
      'Nothing waits yet. | One change waits and is written as soon as that is possible; it is lost if Holdwatch quits before. | {n} changes wait and are written as soon as that is possible; they are lost if Holdwatch quits before.',
  },

  deletion: {
    title: 'Past holds wait to be deleted',
    clock:
      'By this computer’s clock, Holdwatch has not run for more than a week. | By this computer’s clock, Holdwatch has not run for more than a week. If its date is right, delete what is older than one day; else set the clock right and restart Holdwatch. | By this computer’s clock, Holdwatch has not run for more than a week. If its date is right, delete what is older than {n} days; else set the clock right and restart Holdwatch.',
    settings:
      'The settings were found to keep nothing, but past holds were kept until then. Delete them if that is wished; else choose under “History settings” how long they are kept. | The settings were found to keep past holds for one day, less long than before. Delete what is older if that is wished; else choose under “History settings” how long they are kept. | The settings were found to keep past holds for {n} days, less long than before. Delete what is older if that is wished; else choose under “History settings” how long they are kept.',
    button: 'Delete older holds…',
  },

  export: {
    wait: 'Export…',
    button: 'Nothing to export | Export one row… | Export {n} rows…',
    numbers: {
      title: 'Export whole numbers?',
      text: 'The history keeps customers’ whole numbers encrypted. In the file they are not: whoever gets hold of it can read them, and Holdwatch cannot delete them there.',
      masked: 'Export masked numbers',
      whole: 'Export whole numbers',
    },
    starting: 'Choosing a file…',
    running: 'Writing {file}: {done} of {total} rows',
    cancel: 'Cancel the export',
    done: '{file} holds nothing but its heading. | {file} is written, with one row. | {file} is written, with {n} rows.',
    openFolder: 'Open folder',
    folderFailed: 'The folder could not be opened. The file is in {folder}.',
    cancelled: 'The export was cancelled. Nothing was written to {file}.',
    failed:
      'The export failed, and nothing was written to {file}. Check the free space and your rights in that folder, then export again.',
    'in-use':
      'Nothing was written to {file}: another program, such as Excel, has it open, or it may not be replaced. Close it there or choose another name, then export again.',
  },

  chart: {
    asTable: 'Show “{title}” as a table',
    asChart: 'Show “{title}” as a chart',
    table: 'Table',
    chart: 'Chart',
    none: 'No hold in this choice.',
    hours: {
      titleMinutes: 'Holds and longest hold by minute',
      unitMinutes:
        'Upper part: holds that began in the minute. Lower part: the longest of them, at least, min:s.',
      minute: 'Minute',
      title: 'Holds and longest hold by hour',
      byHour: 'Hour of the day',
      overTime: 'Course of time',
      unit: 'Upper part: holds that began in the hour. Lower part: the longest of them, at least, min:s.',
      unitDays:
        'Upper part: holds that began on the day. Lower part: the longest of them, at least, min:s.',
      hour: 'Hour',
      day: 'Day',
      holds: 'Holds',
      longest: 'Longest hold, at least',
      summary: 'Most holds began at {most} ({n}); the longest, at least {longest}, at {at}.',
      note: 'No bar means that no hold began, or that nobody watched.',
    },
    durations: {
      title: 'How long calls were held',
      unit: 'Holds by their length, min:s. Dashed lines: the present limits.',
      unitSkill: 'Holds by their length, min:s. Dashed lines: the present limits of {skill}.',
      length: 'Held for, at least',
      from: '{from} and longer',
      between: '{from} – {to}',
      holds: 'Holds',
      share: 'Share',
      summary:
        '{range} was the length of the only hold. | {range} was the most frequent length: {holds} of {n} holds.',
      note: 'Some skills have limits of their own, which are not drawn.',
    },
    agents: {
      title: 'Agents by time on hold',
      name: 'Agent',
      summary:
        '{name} held calls the longest: {time} in one hold. | {name} held calls the longest: {time} in {n} holds.',
    },
    skills: {
      title: 'Skills by time on hold',
      name: 'Skill',
      summary:
        'Calls of {name} were held the longest: {time} in one hold. | Calls of {name} were held the longest: {time} in {n} holds.',
    },
    shares: {
      unit: 'Time on hold altogether, the number of holds, and the average hold; at most the first 20.',
      time: 'Time on hold',
      holds: 'Holds',
      average: 'Average hold',
      value: '{time} · {n} × · avg. {average}',
    },
    repeats: {
      title: 'Repeat holds',
      unit: 'Calls by how often each was held.',
      holds: 'Held',
      calls: 'Calls',
      times: 'never | once | {n} times',
      orMore: '{n} times or more',
      summary:
        '{again} of {n} calls was held more than once. | {again} of {n} calls were held more than once.',
    },
  },
}
