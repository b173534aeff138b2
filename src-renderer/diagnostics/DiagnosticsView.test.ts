// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Diagnosis, Envelope } from '../../src-shared/contract/index.ts'
import App from '../App.vue'
import { i18n } from '../i18n/index.ts'
import { useNavigation } from '../state/navigation.ts'
import {
  certificateOf,
  checkSubject,
  diagnosis,
  diagnosisOf,
  factOf,
  failedAt,
  liveFigures,
  noFigures,
  reportPreview,
  sourceCheck,
  stepNames,
} from '../testing/diagnosticsData.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import { usePreferences } from '../state/preferences.ts'
import DiagnosticsView from './DiagnosticsView.vue'

let bridge: FakeBridge
beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 22, 15, 0, 5) })
  i18n.global.locale.value = 'en'
})
afterEach(() => void vi.useRealTimers())

const answers: Answers = {
  'diagnostics.get_last': () => ok(null),
  'diagnostics.get_figures': () => ok(liveFigures()),
  'diagnostics.preview_report': () => ok(reportPreview()),
  'diagnostics.save_report': () => ok({ file: 'report.txt' }),
  'diagnostics.open_log_folder': () => ok({ opened: true, folder: '/home/hw/logs' }),
}
const show = async (over: Answers = {}) => {
  bridge = new FakeBridge({ ...answers, ...over }).install()
  const page = render(DiagnosticsView)
  await settle()
  return page
}
const showLast = (last: Diagnosis) => show({ 'diagnostics.get_last': () => ok(last) })
type Page = Awaited<ReturnType<typeof show>>

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
/** The visible text: different elements are separated. */
const visibleText = (element: Element): string =>
  plain(
    [...element.childNodes]
      .map((node) => (node instanceof Element ? visibleText(node) : node.textContent))
      .join(' '),
  )
const button = (page: Page, name: string | RegExp) => {
  const match = page.findAll('button').find((one) => {
    const called = one.attributes('aria-label') ?? one.text()
    return typeof name === 'string' ? called === name : name.test(called)
  })
  if (!match) throw new Error(`no button ${name}`)
  return match
}
const press = async (page: Page, name: string | RegExp) => {
  await button(page, name).trigger('click')
  await settle()
}
const stepText = (page: Page, name: string) =>
  visibleText(page.get(`[data-step="${name}"]`).element)
const states = (page: Page) =>
  page.findAll('[data-step]').map((one) => one.attributes('data-state'))
const result = (page: Page) => plain(page.get('section [role="status"]').text())
const figure = (page: Page, label: string) => {
  const row = page.findAll('.row').find((one) => one.get('dt').text() === label)
  return row ? visibleText(row.get('dd').element) : ''
}

describe('the checks', () => {
  it('are listed with their subjects before the first run', async () => {
    const page = await show()
    expect(page.findAll('[data-step]').map((one) => one.attributes('data-step'))).toEqual(stepNames)
    expect(new Set(states(page))).toEqual(new Set(['waiting']))
    expect(stepText(page, 'tcp')).toBe(
      '2 Connection not checked yet Does the port accept connections?',
    )
    expect(result(page)).toBe('')
  })

  it('show that nothing is set up, and then cannot be run', async () => {
    const page = await show({ 'diagnostics.get_figures': () => ok(noFigures) })
    expect(page.text()).toContain('Setup is not complete')
    expect(button(page, 'Run check').attributes('disabled')).toBeDefined()
    await press(page, 'Run check')
    expect(bridge.count('diagnostics.run')).toBe(0)
  })

  it('show each step as the main process performs it, and run once', async () => {
    const { promise, resolve } = Promise.withResolvers<Envelope<Diagnosis>>()
    const page = await show({ 'diagnostics.run': () => promise })
    await press(page, 'Run check')
    await press(page, 'Checking…')
    expect(bridge.count('diagnostics.run')).toBe(1)
    const waiting = { state: 'waiting', ms: null, at: null, finding: null } as const
    const running = diagnosis(
      {
        ...Object.fromEntries(stepNames.slice(2).map((name) => [name, waiting])),
        tls: { ...waiting, state: 'running' },
      },
      { isRunning: true },
    )
    bridge.send('diagnostics.moved', running)
    await settle()
    expect(states(page).slice(0, 4)).toEqual(['good', 'good', 'running', 'waiting'])
    expect(result(page)).toBe('Step 3 of 8: Encryption…')
    expect(button(page, 'Checking…').attributes('aria-disabled')).toBe('true')

    bridge.send('diagnostics.moved', diagnosis())
    resolve(ok(diagnosis()))
    await settle()
    expect(result(page)).toBe('All checks passed.')
    expect(button(page, 'Run again').attributes('aria-disabled')).toBeUndefined()
  })

  it('that are already running are followed, not started again', async () => {
    const page = await showLast(diagnosis({ tls: { state: 'running' } }, { isRunning: true }))
    await press(page, 'Checking…')
    expect(bridge.count('diagnostics.run')).toBe(0)
    bridge.send('diagnostics.moved', diagnosis())
    await settle()
    expect(result(page)).toBe('All checks passed.')
  })

  it('show each result with its time, and the gateway’s code', async () => {
    const page = await showLast(diagnosis())
    expect(stepText(page, 'address')).toBe(
      '1 Address passed 3 ms cc-gateway.example resolves to 10.0.0.7.',
    )
    expect(stepText(page, 'certificate')).toContain('Its expiration date is 28 Feb 2034.')
    expect(stepText(page, 'sign-in')).toBe(
      '5 Sign-in passed since 09:12:03 Signed in as 10099. (code 0)',
    )
    expect(stepText(page, 'event-poll')).toContain('at 14:59:57')
    expect(stepText(page, 'hold-query')).toContain(
      '1.4 s Agent 10412 was checked and has 2 calls on hold.',
    )
    expect(page.text()).toContain('Checked at 15:00:00')
    expect(page.get('.note').classes()).toContain('good')
  })

  it.each([
    ['address', { code: 'host-unknown' }, 'No host with this name was found.'],
    ['tcp', { code: 'port-closed', params: { port: 9 } }, 'port 9 does not answer'],
    ['tls', { code: 'not-tls' }, 'but not with HTTPS'],
    [
      'tls',
      { code: 'tls-failure', params: { reason: 'SSLV3_ALERT_HANDSHAKE_FAILURE' } },
      'The TLS library reports: SSLV3_ALERT_HANDSHAKE_FAILURE.',
    ],
  ] as const)('end at “%s” and say what to do', async (name, error, sentence) => {
    const page = await showLast(failedAt(name, { kind: 'error', error }))
    expect(stepText(page, name)).toContain(sentence)
    const at = stepNames.indexOf(name)
    expect(states(page).slice(at)).toEqual([
      'failed',
      ...stepNames.slice(at + 1).map(() => 'not-reached'),
    ])
    expect(result(page)).toContain(`Check failed at step ${at + 1}: `)
    expect(page.get('.note').classes()).toContain('bad')
    expect(stepText(page, 'hold-query')).toContain('not reached')
  })

  it('explain why a certificate is not trusted', async () => {
    const page = await showLast(failedAt('certificate', certificateOf('untrusted')))
    const text = stepText(page, 'certificate')
    expect(text).toContain('It is not trusted for this address.')
    expect(text).toContain('It is self-signed. No certificate authority has verified it.')
    expect(text).toContain('It was issued for “agw-node-1”, not for “cc-gateway.example”.')
    page.unmount()
    const changed = await showLast(failedAt('certificate', certificateOf('changed')))
    expect(stepText(changed, 'certificate')).toContain('It is not the certificate that was trusted')
  })

  it('show the session’s own reason, the agent, and the code', async () => {
    const page = await showLast(
      failedAt('inspector-right', {
        kind: 'trouble',
        reason: 'no-right',
        retcode: '300-001',
        agentId: '10412',
      }),
    )
    const text = stepText(page, 'inspector-right')
    expect(text).toContain(
      '10412: The account is not allowed to make this query. Ask an administrator',
    )
    expect(text).toContain('(code 300-001)')
  })

  it('show what could not be checked, why, and what to do', async () => {
    const skipped = { state: 'skipped', at: null, ms: null } as const
    const page = await showLast(
      diagnosis({
        'sign-in': { ...skipped, finding: factOf('nobody-signed-in') },
        'inspector-right': { ...skipped, finding: factOf('needs-sign-in') },
      }),
    )
    expect(stepText(page, 'sign-in')).toContain('could not check')
    expect(stepText(page, 'sign-in')).toContain('Complete setup through the sign-in step')
    expect(result(page)).toContain(
      'Every check that could be run passed. 2 checks could not be run.',
    )
    expect(page.get('.note').classes()).toContain('warn')
  })

  it.each([
    [1, 'All steps passed. 1 of 20 monitored agents is not visible. See the Agents panel'],
    [2, 'All steps passed. 2 of 20 monitored agents are not visible. See the Agents panel'],
  ])('are not all good while %i agents are not observed', async (unseen, sentence) => {
    const page = await showLast(diagnosis({}, { agents: { watched: 20, unseen } }))
    expect(result(page)).toContain(sentence)
    expect(page.get('.note').classes()).toContain('warn')
  })

  it('show for a failed step too how many are not observed', async () => {
    const trouble = { kind: 'trouble', reason: 'http-status', retcode: null, agentId: '1' } as const
    const agents = { watched: 20, unseen: 2 }
    const page = await showLast(failedAt('hold-query', trouble, { agents }))
    expect(result(page)).toContain(
      'Check failed at step 8: Held-call query. 2 of 20 monitored agents',
    )
  })

  it('show what the responses leave open, where they do', async () => {
    expect((await showLast(diagnosis())).text()).not.toContain('Limitations')
    const page = await showLast(diagnosis({}, { blindSpots: ['other-node', 'hold-start'] }))
    const list = page.get('.spots ul')
    expect(page.get(`#${list.attributes('aria-labelledby')}`).text()).toBe('Limitations')
    expect(list.findAll('li').map((one) => one.text())).toEqual([
      expect.stringMatching(/other cluster nodes.*400-003/),
      expect.stringMatching(/minimums, marked with ≥/),
    ])
    expect(result(page)).toBe('All checks passed.')
  })

  it('show beside the button why a run could not be started', async () => {
    const page = await show({ 'diagnostics.run': () => fail('internal') })
    await press(page, 'Run check')
    expect(page.get('section [role="alert"]').text()).toContain('Something went wrong')
  })

  it('are shown in 简体中文', async () => {
    i18n.global.locale.value = 'zh-CN'
    const page = await showLast(diagnosis())
    expect(result(page)).toBe('全部检查通过。')
    expect(stepText(page, 'sign-in')).toContain('已以工号 10099 签入。（代码 0）')
  })
})

describe('the checks of a CC-CMS', () => {
  const cms = { address: 'https://cc-cms.example:28080', way: 'cms' } as const
  const skipped = { state: 'skipped', at: null, ms: null } as const
  const withoutHost = (text: string) => text.replaceAll('cc-gateway.example', '')

  it('are its own, and mention neither gateway nor session', async () => {
    const page = await showLast(diagnosis({}, cms))
    expect(page.findAll('[data-step]').map((one) => one.attributes('data-step'))).toEqual([
      'address',
      'tcp',
      'tls',
      'certificate',
      'signature',
      'call-query',
      'agents-listed',
    ])
    expect(stepText(page, 'signature')).toBe(
      '5 Key and clock passed The CC-CMS accepts the key, and the time of this computer.',
    )
    expect(stepText(page, 'call-query')).toContain('Agents: 20. Calls on hold: 2.')
    expect(stepText(page, 'agents-listed')).toContain('includes all 20 monitored agents')
    expect(withoutHost(page.get('ol').text())).not.toMatch(/gateway|session|sign(ed)?[ -]in/i)
    expect(result(page)).toBe('All checks passed.')
  })

  it('are listed before the first run, also in the address of the set-up', async () => {
    const subjects = [checkSubject(cms)]
    const page = await show({
      'diagnostics.get_figures': () => ok(liveFigures({ subjects, way: 'cms' })),
    })
    expect(page.findAll('[data-step]')).toHaveLength(7)
    expect(page.get('ol').text()).not.toMatch(/gateway/i)
    // It has no GUID.
    expect(figure(page, 'GUID age')).toBe('')
  })

  it.each([
    [
      'signature',
      { kind: 'error', error: { code: 'cms-clock-off', params: { minutes: 60 } } },
      'differ by about 60 min',
    ],
    [
      'signature',
      { kind: 'error', error: { code: 'cms-refused-signature' } },
      'Check the access key (AK) and the secret key (SK).',
    ],
    [
      'call-query',
      { kind: 'trouble', reason: 'gateway-error', retcode: '0101003', agentId: null },
      'The key pair is not allowed to make this query.',
    ],
    [
      'call-query',
      { kind: 'trouble', reason: 'gateway-error', retcode: '0300012', agentId: null },
      'give the code to its operator. (code 0300012)',
    ],
    [
      'signature',
      { kind: 'trouble', reason: 'timeout', retcode: null, agentId: null },
      'The CC-CMS did not answer in time.',
    ],
    ['certificate', certificateOf('changed'), 'Ask the administrator of the server'],
  ] as const)('that fail at “%s” say what to do: %j', async (name, finding, sentence) => {
    const text = stepText(await showLast(failedAt(name, finding, cms)), name)
    expect(text).toContain(sentence)
    expect(withoutHost(text)).not.toMatch(/gateway|inspector|sign in/i)
  })

  it('name the agents that are missing from the answer', async () => {
    const finding = factOf('some-missing', { n: 1, all: 20, agents: '10412' })
    const page = await showLast(diagnosis({ 'agents-listed': { finding } }, cms))
    expect(stepText(page, 'agents-listed')).toContain(
      '1 of 20 monitored agents is missing from the answer: 10412.',
    )
  })

  it('that cannot be run without a key say so', async () => {
    const page = await showLast(
      diagnosis({ signature: { ...skipped, finding: factOf('no-key') } }, cms),
    )
    expect(stepText(page, 'signature')).toContain('Enter the key in setup or under Sources')
  })
})

describe('the checks of several sources', () => {
  const north = sourceCheck({}, { name: 'North' })
  const south = {
    ...(failedAt('tcp', { kind: 'error', error: { code: 'port-closed', params: { port: 9 } } })
      .sources[0] ?? sourceCheck()),
    address: 'https://south.example:8043',
  }
  const night = sourceCheck(
    {},
    {
      address: 'https://night.example:28080',
      name: 'Night',
      way: 'cms',
      isPaused: true,
      steps: [],
    },
  )
  const parts = (page: Page) => page.findAll('.part')
  const part = (page: Page, title: string) => {
    const one = parts(page).find((each) => each.get('h4').text() === title)
    if (!one) throw new Error(`no source ${title}`)
    return one
  }

  it('are under the name of their source, each with its result', async () => {
    const page = await showLast(diagnosisOf([north, south, night]))
    expect(parts(page).map((one) => one.get('h4').text())).toEqual([
      'North',
      'south.example:8043',
      'Night',
    ])
    expect(visibleText(part(page, 'North').element)).toContain(
      'cc-gateway.example:8043 · CC-Gateway, read with inspector accounts All checks passed.',
    )
    const failed = part(page, 'south.example:8043')
    expect(failed.get('.note').text()).toBe('Check failed at step 2: Connection.')
    expect(visibleText(failed.get('[data-step="tcp"]').element)).toContain('port 9')
    expect(failed.attributes('aria-labelledby')).toBe(failed.get('h4').attributes('id'))
    const paused = part(page, 'Night')
    expect(paused.findAll('[data-step]')).toHaveLength(0)
    expect(paused.get('.note').text()).toContain('This source is paused, so it is not checked.')
    expect(result(page)).toBe(
      'The check failed for 1 of 3 sources: south.example:8043. Paused and not checked: Night.',
    )
    expect(page.get('[role="status"] .note').classes()).toContain('bad')
  })

  it('say which of them is examined', async () => {
    const waiting = { state: 'waiting', ms: null, at: null, finding: null } as const
    const next = sourceCheck(Object.fromEntries(stepNames.map((name) => [name, waiting])), {
      address: 'https://south.example:8043',
    })
    const running = sourceCheck(
      { tls: { ...waiting, state: 'running' }, certificate: waiting },
      { name: 'North' },
    )
    const page = await showLast(diagnosisOf([running, next], true))
    expect(result(page)).toBe('North: Step 3 of 8: Encryption…')
    expect(part(page, 'south.example:8043').find('.note').exists()).toBe(false)
  })

  it.each([
    [[north, { ...north, address: 'https://south.example:8043' }], 'All checks passed.', 'good'],
    [
      [north, night],
      'Every check that could be run passed. Paused and not checked: Night.',
      'warn',
    ],
    [
      [night, { ...night, address: 'https://a.example' }],
      'Paused and not checked: Night, Night.',
      'warn',
    ],
  ] as const)('have one result: %#', async (sources, sentence, tone) => {
    const page = await showLast(diagnosisOf([...sources]))
    expect(result(page)).toBe(sentence)
    expect(page.get('[role="status"] .note').classes()).toContain(tone)
  })

  it('are listed under their names before the first run', async () => {
    const subjects = [checkSubject({ name: 'North' }), checkSubject({ address: 'https://b:1' })]
    const page = await show({ 'diagnostics.get_figures': () => ok(liveFigures({ subjects })) })
    expect(parts(page).map((one) => one.get('h4').text())).toEqual(['North', 'b:1'])
    expect(new Set(states(page))).toEqual(new Set(['waiting']))
  })

  it('of which there is one have no heading', async () => {
    const page = await showLast(diagnosisOf([north]))
    expect(parts(page)).toHaveLength(0)
    expect(page.find('h4').exists()).toBe(false)
    expect(page.text()).toContain('https://cc-gateway.example:8043 · Checked at')
  })

  it('of which the only one is paused say so', async () => {
    const page = await showLast(diagnosisOf([night]))
    expect(result(page)).toContain('This source is paused, so it is not checked.')
  })
})

describe('the figures', () => {
  it('are shown in words', async () => {
    const page = await show()
    expect(figure(page, 'Time to detect a hold')).toBe(
      'Average 480 ms · Maximum 1.1 s measured for the last 12 holds estimated average: about 640 ms, based on the number of queries',
    )
    expect(figure(page, 'Requests per second')).toContain('4.3')
    expect(figure(page, 'Round-trip time')).toContain('Median 12 ms · 95th percentile 1.3 s')
    expect(figure(page, 'Round-trip time')).toContain('1 request got no valid answer')
    expect(figure(page, 'Agents')).toBe('talking 6 · wrap-up 2 · not visible 1')
    expect(figure(page, 'GUID age')).toContain('0:41')
    expect(figure(page, 'Uptime')).toBe('1:02:03')
    expect(figure(page, 'Event-loop delay')).toContain('1 ms · 38 ms')
  })

  it('are not shown where they are unknown', async () => {
    const page = await show({ 'diagnostics.get_figures': () => ok(noFigures) })
    expect(figure(page, 'Requests per second')).toMatch(/^–/)
    expect(figure(page, 'Round-trip time')).toBe('– no valid answers in the last 5 minutes')
    expect(figure(page, 'Time to detect a hold')).toBe('– not measured yet')
    expect(figure(page, 'Event-loop delay')).toMatch(/^not measured yet/)
    expect(figure(page, 'Agents')).toBe('none monitored')
  })

  it('are marked as expected where they were not measured', async () => {
    const sight = { expectedMs: 500, measured: null }
    const page = await show({ 'diagnostics.get_figures': () => ok(liveFigures({ sight })) })
    expect(figure(page, 'Time to detect a hold')).toBe(
      'about 500 ms estimated average, based on the number of queries not measured yet',
    )
  })

  it('name the rate that would detect a hold much sooner', async () => {
    const agents = [{ state: 'talking' as const, count: 95 }]
    const page = await show({ 'diagnostics.get_figures': () => ok(liveFigures({ agents })) })
    expect(figure(page, 'Time to detect a hold')).not.toContain('requests per second')
    await usePreferences().load()
    await settle()
    expect(figure(page, 'Time to detect a hold')).toMatch(
      /With 100 requests per second, it would be about 0\.5 s\. With a CC-CMS as a source, it would be about 1 s\.$/,
    )
  })

  it('are read again every two seconds, and not while the page is hidden or gone', async () => {
    const page = await show()
    const read = () => bridge.count('diagnostics.get_figures')
    await vi.advanceTimersByTimeAsync(6_000)
    expect(read()).toBe(4)
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(read()).toBe(4)
    hidden.mockRestore()
    page.unmount()
    await vi.advanceTimersByTimeAsync(6_000)
    expect(read()).toBe(4)
  })

  it('show that they are outdated once they cannot be requested any more', async () => {
    const page = await show()
    bridge.answers['diagnostics.get_figures'] = () => fail('internal')
    await vi.advanceTimersByTimeAsync(2_000)
    await settle()
    expect(page.get('.intro [role="alert"]').text()).toContain('Something went wrong')
  })

  it('that could not be requested at all are retried', async () => {
    const page = await show({ 'diagnostics.get_figures': () => fail('internal') })
    expect(page.text()).toContain('The diagnostics could not be loaded.')
    bridge.answers['diagnostics.get_figures'] = () => ok(liveFigures())
    await press(page, 'Retry')
    expect(figure(page, 'Agents')).toContain('talking 6')
  })
})

describe('the report', () => {
  it('lists its content and what it does not contain', async () => {
    const page = await show()
    const text = plain(page.get('.report').text())
    expect(text).toContain('log: 1,203 lines in 2 files')
    expect(text).toContain('Not included')
    expect(text).toContain('passwords, secret keys, GUIDs, and cookies')
  })

  it('shows its text, and how much of the log is omitted', async () => {
    const page = await show()
    expect(page.find('[role="region"]').exists()).toBe(false)
    await press(page, 'Show contents')
    const region = page.get('[role="region"]')
    expect(region.text()).toContain('Holdwatch diagnostics')
    expect(region.text()).toContain('1,201 earlier log lines')
    expect(region.text()).toContain('info two')
    expect(region.attributes('tabindex')).toBe('0')
    expect(button(page, 'Hide contents').attributes('aria-expanded')).toBe('true')
    await press(page, 'Hide contents')
    expect(page.find('[role="region"]').exists()).toBe(false)
  })

  it('is saved, and shows where', async () => {
    const page = await show()
    await press(page, 'Save report…')
    expect(plain(page.get('.report [role="status"]').text())).toBe('Saved as report.txt.')
  })

  it('that was not saved shows why, or nothing where no file was chosen', async () => {
    const page = await show({ 'diagnostics.save_report': () => ok(null) })
    await press(page, 'Save report…')
    expect(page.get('.report [role="status"]').text()).toBe('')
    bridge.answers['diagnostics.save_report'] = () => fail('file-not-written')
    await press(page, 'Save report…')
    expect(page.get('.report [role="alert"]').text()).not.toBe('')
    expect(page.get('.report [role="status"]').text()).toBe('')
  })

  it('shows where the log is when its folder is opened, also where it could not be', async () => {
    const page = await show()
    await press(page, 'Open log folder')
    expect(page.text()).toContain('The log is in /home/hw/logs.')
    bridge.answers['diagnostics.open_log_folder'] = () =>
      ok({ opened: false, folder: '/home/hw/logs' })
    await press(page, 'Open log folder')
    expect(page.text()).toContain('The folder could not be opened.')
  })
})

describe('the summary', () => {
  const copied = async (last: Diagnosis | null): Promise<string> => {
    const writeText = vi.fn((_text: string) => Promise.resolve())
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({ writeText } as never)
    const page = await show({ 'diagnostics.get_last': () => ok(last) })
    await press(page, 'Copy summary')
    expect(button(page, 'Copied').exists()).toBe(true)
    return writeText.mock.calls[0]?.[0] ?? ''
  }

  it('contains checks and figures as shown on the page', async () => {
    const text = await copied(failedAt('tcp', { kind: 'error', error: { code: 'port-closed' } }))
    expect(text).toContain('https://cc-gateway.example:8043\nChecked at 22 Nov 2026')
    expect(text).toContain('Check failed at step 2: Connection.')
    expect(text).toContain('1 Address: passed · 3 ms\n  cc-gateway.example resolves to 10.0.0.7.')
    expect(text).toContain('3 Encryption: not reached\n4 ')
    expect(text).not.toContain('Limitations')
    expect(text).toContain('Agents: talking 6 · wrap-up 2 · not visible 1')
  })

  it('contains the limits of the responses', async () => {
    const text = await copied(diagnosis({}, { blindSpots: ['guid-node'] }))
    expect(text).toMatch(/\n\nLimitations\nAgents with a GUID .*\n\nLive metrics\n/)
  })

  it('has the checks of each source under its name', async () => {
    const south = { ...sourceCheck(), address: 'https://south.example:8043' }
    const text = await copied(diagnosisOf([sourceCheck({}, { name: 'North' }), south]))
    expect(text).toContain('All checks passed.\n\nNorth\nAll checks passed.\n\n1 Address')
    expect(text).toContain('\n\nsouth.example:8043\nAll checks passed.\n\n1 Address')
  })

  it('is available before the first run', async () => {
    expect(await copied(null)).toMatch(/Diagnostics · .*\nhttps:.*\n\nLive metrics\n/)
  })
})

describe('in the set-up', () => {
  it('is about the current input, and links back to it', async () => {
    bridge = new FakeBridge({
      ...answers,
      'setup.get': () => ok(setupView({ route: 'address' })),
      'diagnostics.run': () => ok(diagnosis()),
    }).install()
    const page = render(App)
    await settle()
    await page.get('input').setValue('cc-gateway.example')
    await press(page, 'Diagnostics')
    await vi.dynamicImportSettled()
    await settle()
    expect(page.get('h2').text()).toBe('Diagnostics')
    expect(document.activeElement).toBe(page.get('h2').element)
    const order = bridge.requests.map(({ name }) => name)
    expect(order.indexOf('setup.save_draft')).toBeGreaterThan(-1)
    expect(order.indexOf('setup.save_draft')).toBeLessThan(order.indexOf('diagnostics.get_last'))
    await press(page, 'Back')
    expect(page.get('h1').text()).toBe('Enter the address of your gateway or CC-CMS')
    expect((page.get('input').element as HTMLInputElement).value).toBe('cc-gateway.example')
    expect(useNavigation().view).toBe('board')
  })
})
