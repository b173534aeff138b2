import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, idsOf, test } from '../fixtures/app.ts'

test('the page has the bridge and nothing else: no Node, no network, no other window', async ({
  openApp,
}) => {
  const reached: string[] = []
  const server = createServer((request, response) => {
    reached.push(request.url ?? '')
    response.setHeader('Access-Control-Allow-Origin', '*').end('reached')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { page } = await openApp({ faultsExpected: true })
  await expect(page.getByRole('button', { name: /Connect to a gateway/ })).toBeVisible()

  const access = await page.evaluate(async (address) => {
    const image = new Image()
    const blocked = new Promise((resolve) => {
      image.onerror = () => resolve('blocked')
      image.onload = () => resolve('loaded')
    })
    image.src = `${address}/image`
    return {
      bridge: Object.keys(window.holdwatch).sort(),
      node: ['require', 'process', 'Buffer', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      fetched: await fetch(`${address}/fetch`).then(
        () => 'reached',
        () => 'blocked',
      ),
      image: await blocked,
      evaluated: (() => {
        try {
          return new Function('return "ran"')() as string
        } catch {
          return 'blocked'
        }
      })(),
      opened: window.open(`${address}/window`) === null ? 'blocked' : 'opened',
    }
  }, outside)
  expect(access).toEqual({
    bridge: ['on', 'request'],
    node: [],
    fetched: 'blocked',
    image: 'blocked',
    evaluated: 'blocked',
    opened: 'blocked',
  })
  expect(reached).toEqual([])
  server.close()
})

test('messages across the bridge contain no password, no GUID and no unmasked number', async ({
  watchingBoard,
}) => {
  const { gateway, app, page, board } = await watchingBoard({
    gateway: { guidIntervalMs: 500, guidTimeoutMs: 2_000, pollWaitMs: 200 },
    prepare: ({ page }) =>
      page.evaluate(() => {
        const crossed: unknown[] = []
        Object.assign(window, { crossed })
        window.holdwatch.on('board.patch', (patch) => crossed.push(patch))
        window.holdwatch.on('setup.changed', (view) => crossed.push(view))
      }),
  })
  const { output } = app
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId, { caller: '02155501234' })
  await expect(board.row(callId)).toBeVisible()
  const crossed = await page.evaluate(async () =>
    JSON.stringify([
      Reflect.get(window, 'crossed'),
      await window.holdwatch.request('board.get_snapshot', null),
      await window.holdwatch.request('setup.get', null),
      await window.holdwatch.request('watch.get_roster', null),
    ]),
  )
  expect(crossed).toContain(callId)
  for (const text of [crossed, output()]) {
    expect(text).not.toContain(gateway.accounts.inspector.password)
    expect(text).not.toContain('02155501234')
    expect(text).not.toMatch(/\.AgentGateway\d|JSESSIONID/)
  }
})
