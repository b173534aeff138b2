import type { Command, ShellState } from '../server/control.ts'

type MenuEntry = ShellState['popup'][number]
type MenuOwner = (Command & { do: 'menu' })['of']

const problem = document.querySelector('#problem')

async function send(command: Command) {
  const response = await fetch('/__shell/control', {
    method: 'POST',
    body: JSON.stringify(command),
  })
  const { error } = (await response.json()) as { error?: string }
  if (problem) problem.textContent = error ?? ''
}

function element(tag: string, text = '', ...children: Node[]) {
  const made = document.createElement(tag)
  made.textContent = text
  made.append(...children)
  return made
}

function button(label: string, command: Command, enabled = true) {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = label
  made.disabled = !enabled
  made.addEventListener('click', () => {
    void send(command)
  })
  return made
}

function group(...children: Node[]) {
  const made = element('div', '', ...children)
  made.className = 'group'
  return made
}

function menu(entries: MenuEntry[], of: MenuOwner, above: string[] = []): Node[] {
  return entries
    .filter(({ visible }) => visible)
    .map((entry) => {
      if (entry.type === 'separator') return element('hr')
      const path = [...above, entry.id || entry.label]
      if (entry.submenu.length > 0) {
        return group(element('p', entry.label), ...menu(entry.submenu, of, path))
      }
      const mark = entry.checked ? '✓ ' : ''
      return button(mark + entry.label, { do: 'menu', of, path }, entry.enabled)
    })
}

/** A field for the path of a file: the panel cannot browse folders. */
function pathForm(id: number, suggested: string, open: boolean) {
  const path = document.createElement('input')
  path.ariaLabel = 'Path of the file'
  path.placeholder = '/path/of/the/file.csv'
  path.required = true
  path.disabled = !open
  path.value = suggested
  const take = document.createElement('button')
  take.textContent = 'Take'
  take.disabled = !open
  const form = document.createElement('form')
  form.append(path, take)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send({ do: 'dialog', id, answer: { filePaths: [path.value] } })
  })
  return form
}

const traysOf = (state: ShellState) =>
  state.trays.map((tray) => {
    const picture = document.createElement('img')
    picture.alt = 'tray icon'
    if (tray.image) picture.src = tray.image
    const clicks = (['click', 'right-click', 'double-click'] as const).map((event) =>
      button(event, { do: 'tray', event, tray: tray.id }),
    )
    const text = element('p', [tray.title, tray.toolTip].filter(Boolean).join(' · '))
    return group(picture, text, ...clicks, ...menu(tray.menu, 'tray'))
  })

const notificationsOf = (state: ShellState) =>
  state.notifications.toReversed().map((item) => {
    const { id, title, body, open, actions } = item
    const buttons = [
      button('Click', { do: 'notification', id, event: 'click' }, open),
      button('Close', { do: 'notification', id, event: 'close' }, open),
      ...actions.map((text, index) =>
        button(text, { do: 'notification', id, event: 'action', index }, open),
      ),
    ]
    const made = group(element('strong', title), element('p', body), ...buttons)
    made.classList.toggle('past', !open)
    return made
  })

const dialogsOf = (state: ShellState) =>
  state.dialogs.toReversed().map(({ id, kind, title, message, detail, buttons, open }) => {
    const answers: Node[] = buttons.map((label, response) =>
      button(label, { do: 'dialog', id, answer: { response } }, open),
    )
    if (kind === 'save' || kind === 'open') {
      answers.push(
        pathForm(id, message, open),
        button('Cancel', { do: 'dialog', id, answer: {} }, open),
      )
    }
    const made = group(
      element('strong', title),
      element('p', message),
      element('p', detail),
      ...answers,
    )
    made.classList.toggle('past', !open)
    return made
  })

const windowsOf = (state: ShellState) =>
  state.windows.map((item) => {
    const facts = [
      item.visible ? 'visible' : 'hidden',
      ...(item.focused ? ['focused'] : []),
      ...(item.minimized ? ['minimized'] : []),
      ...(item.alwaysOnTop ? ['always on top'] : []),
      `${item.bounds.width}×${item.bounds.height} at ${item.bounds.x},${item.bounds.y}`,
      `${item.pages.length} open in browsers`,
    ]
    const actions = (
      ['show', 'hide', 'focus', 'blur', 'minimize', 'restore', 'close'] as const
    ).map((action) => button(action, { do: 'window', action, window: item.id }))
    return group(element('strong', item.title), element('p', facts.join(', ')), ...actions)
  })

const machineOf = (state: ShellState) => {
  const power = (['suspend', 'resume', 'lock-screen', 'unlock-screen'] as const).map((event) =>
    button(event, { do: 'power', event }),
  )
  const one = { id: 1, x: 0, y: 0, width: 1920, height: 1080 }
  const two = { id: 2, x: 1920, y: 0, width: 1920, height: 1080 }
  return [
    ...power,
    button('one display', { do: 'displays', displays: [one] }),
    button('two displays', { do: 'displays', displays: [one, two] }),
    button('second start', { do: 'second-instance', argv: [] }),
    button('activate', { do: 'activate' }),
    button('quit', { do: 'quit' }),
    element('p', `Displays: ${state.displays.map(({ label }) => label).join(', ')}`),
    element('p', `Copied: ${state.clipboard || '–'}`),
    ...state.opened.map(({ what, target }) => element('p', `Opened (${what}): ${target}`)),
  ]
}

function fill(id: string, children: Node[]) {
  const none = element('p', 'none')
  document.querySelector(`#${id}`)?.replaceChildren(...(children.length > 0 ? children : [none]))
}

let dialogs = ''

function render(state: ShellState) {
  document.title = `${state.app.name} · browser shell`
  fill('trays', traysOf(state))
  fill('menus', [...menu(state.applicationMenu, 'application'), ...menu(state.popup, 'popup')])
  fill('notifications', notificationsOf(state))
  // A path that is being typed must not be replaced when other state changes.
  if (dialogs !== (dialogs = JSON.stringify(state.dialogs))) fill('dialogs', dialogsOf(state))
  fill('windows', windowsOf(state))
  fill('machine', machineOf(state))
}

const socket = new WebSocket(`ws://${location.host}/__shell/panel`)
socket.addEventListener('message', ({ data }) => {
  render(JSON.parse(String(data)) as ShellState)
})
socket.addEventListener('close', () => {
  if (problem) problem.textContent = 'The app has ended. Load this page again once it runs.'
})
