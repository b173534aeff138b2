// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest'

it('has a field for the path of a file, which keeps its text while other state changes', async () => {
  const socket = new EventTarget()
  const sent: unknown[] = []
  vi.stubGlobal('WebSocket', function FakeSocket() {
    return socket
  })
  vi.stubGlobal('fetch', (_path: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body))
    return Promise.resolve({ json: () => Promise.resolve({}) })
  })
  document.body.innerHTML = '<div id="dialogs"></div>'
  await import('./panel.ts')
  const tell = (clipboard: string, open = true): void => {
    const dialog = {
      id: 7,
      kind: 'open',
      title: 'Open',
      message: '',
      detail: '',
      buttons: [],
      open,
    }
    const state = {
      app: { name: 'Holdwatch' },
      dialogs: [dialog],
      clipboard,
      ...Object.fromEntries(
        ['trays', 'applicationMenu', 'popup', 'notifications', 'windows', 'displays', 'opened'].map(
          (name) => [name, []],
        ),
      ),
    }
    socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(state) }))
  }

  tell('')
  const path = document.querySelector('input')
  if (!path) throw new Error('no path can be typed')
  path.value = '/tmp/early.csv'
  tell('copied')
  expect(document.querySelector('input')).toBe(path)
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  expect(sent).toEqual([{ do: 'dialog', id: 7, answer: { filePaths: ['/tmp/early.csv'] } }])
  tell('copied', false)
  expect(document.querySelector('input')?.disabled).toBe(true)
})
