/** The most frequent tasks, with their keys: two at most, as with the mouse (tasks.test.ts). */
export const tasks = [
  { id: 'nextAlert', keys: ['n'] },
  { id: 'acknowledge', keys: ['a'] },
  { id: 'takeBack', keys: ['a'] },
  { id: 'snooze', keys: ['s', 's'] },
  { id: 'details', keys: ['Enter'] },
  { id: 'copyNumber', keys: ['r', 'c'] },
  { id: 'search', keys: ['/'] },
  { id: 'mute', keys: ['m'] },
  { id: 'pause', keys: ['p'] },
  { id: 'history', keys: ['h'] },
] as const
export type TaskId = (typeof tasks)[number]['id']
