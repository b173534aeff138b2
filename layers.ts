/**
 * Each folder may import from the folders of the lines below its own, and from nothing beside or above.
 * A folder that is in no line (`simulator`, `testing`) has a border of its own.
 */
export const layers = {
  'src-main': [
    ['index.ts'],
    ['app', 'desktop'],
    ['ipc'],
    ['connection'],
    ['diagnostics'],
    ['cms'],
    ['gateway', 'history', 'rosters', 'trust', 'updates'],
    ['alerts', 'monitor', 'notes', 'settings'],
    ['base'],
  ],
  'src-renderer': [
    ['main.ts'],
    ['App.vue'],
    ['shell'],
    ['board', 'setup'],
    ['agents', 'diagnostics', 'history', 'settings'],
    ['ui'],
    ['state'],
    ['i18n'],
    ['bridge.ts'],
  ],
}
