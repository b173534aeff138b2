/** Notes to agents: the dialog, what the app brings to choose from, and the settings. */
export const notes = {
  title: 'Note to {agent}',
  text: 'Text',
  template: 'Template',
  choose: 'Choose a template…',
  bytes: '{n} of {most} bytes',
  tooLong: '{n} of {most} bytes: too long. Shorten the text.',
  hint: 'Press Enter to send. Holdwatch learns only whether the gateway accepts the note, not whether anybody reads it.',
  send: 'Send',
  ended: 'This call is no longer on hold, so no note can be sent about it.',
  confirm: {
    title: 'Send this note to {agent}?',
    doNotAsk: 'Do not ask again',
    edit: 'Edit',
  },
  accepted: 'The gateway accepted the note to {agent}.',
  off: 'Notes to agents are turned off. You can turn them on in Settings.',
  noInspector:
    'Notes need an inspector account that is signed in, and none of the sources has one.',
  row: {
    send: 'Send a note to {agent}…',
    accepted: 'note accepted {at}',
  },
  sent: {
    title: 'Notes',
    accepted: '{at}, {who}: “{text}” (accepted)',
    refused: '{at}, {who}: “{text}” (refused, code {code})',
    unanswered: '{at}, {who}: “{text}” (no answer)',
    none: 'None sent.',
  },
  standard: {
    back: 'Your {skill} caller has been on hold for {time}. Please go back to the call.',
    tell: 'On hold for {time}: please tell the caller how much longer it will take.',
    help: 'Do you need help with the call on hold? Call me.',
  },
  test: {
    send: 'Send a test note to yourself',
    text: 'Holdwatch test note',
    accepted:
      'The gateway accepted the note at {at}. If your account is told of it, a notice appears in this window. Whether agents see notes depends on their desktop: ask one of them before you turn this on.',
  },
  templates: {
    of: 'Template {n}',
    add: 'Add template',
    remove: 'Delete template {n}',
    insert: { time: 'Insert the time on hold', skill: 'Insert the skill' },
    empty: 'Enter a text, or delete the template. The previous text still applies.',
    unknown:
      '“{name}” cannot be inserted. Use {time} or {skill} only. The previous text still applies.',
    tooLong: 'The text has {n} bytes; up to {most} fit. The previous text still applies.',
    none: 'There are no templates. Notes can still be typed.',
  },
}
