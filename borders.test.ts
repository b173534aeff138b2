import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { layers } from './layers.ts'

const eslint = new ESLint()

/** The rules that a line would break if it stood in this file. */
async function brokenRules(filePath: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath, warnIgnored: true })
  return (result?.messages ?? []).map(({ ruleId }) => ruleId)
}
const border = '@typescript-eslint/no-restricted-imports'

const use = (name: string, path: string) => `import { ${name} } from '${path}'\n${name}('')\n`

describe('a border of the house', () => {
  it.each([
    ['src-main/base/x.ts', use('mask', '../monitor/customer.ts')],
    ['src-main/monitor/x.ts', use('decide', '../alerts/decide.ts')],
    ['src-main/monitor/x.ts', use('Gate', '../gateway/gate.ts')],
    ['src-main/alerts/x.ts', use('mask', '../monitor/customer.ts')],
    ['src-main/settings/x.ts', use('probe', '../trust/probe.ts')],
    ['src-main/gateway/x.ts', use('probe', '../trust/probe.ts')],
    ['src-main/gateway/x.ts', use('Traffic', '../diagnostics/traffic.ts')],
    ['src-main/gateway/x.ts', use('sign', '../cms/signature.ts')],
    ['src-main/cms/x.ts', use('probe', '../diagnostics/run.ts')],
    ['src-main/history/x.ts', use('Gate', '../gateway/gate.ts')],
    ['src-main/diagnostics/x.ts', use('resumeWatch', '../connection/resume.ts')],
    ['src-main/connection/x.ts', use('createRouter', '../ipc/router.ts')],
    ['src-main/ipc/handlers/x.ts', use('openCore', '../../app/core.ts')],
    ['src-main/app/x.ts', use('trayModel', '../desktop/tray/trayModel.ts')],
    ['src-main/desktop/tray/x.ts', use('openCore', '../../app/core.ts')],
    ['src-main/index.ts', use('openUpdater', './desktop/system/updater.ts')],
    ['src-main/desktop/x.ts', use('openUpdater', './system/updater.ts')],
    ['src-main/desktop/system/x.ts', use('NsisUpdater', 'electron-updater')],
    ['src-main/app/x.ts', use('NsisUpdater', 'electron-updater')],
    [
      'src-main/monitor/x.ts',
      "import type { Pace } from '../alerts/pace.ts'\nexport type X = Pace\n",
    ],
    ['src-main/monitor/x.ts', use('app', 'electron')],
    ['src-main/app/x.ts', use('app', 'electron')],
    ['src-main/simulator/x.ts', use('app', 'electron')],
    ['src-main/simulator/x.ts', use('mask', '../monitor/customer.ts')],
    ['src-main/simulator/cms/x.ts', use('mask', '../../monitor/customer.ts')],
    ['src-main/simulator/cms/x.ts', use('app', 'electron')],
    ['src-main/connection/x.ts', use('startSimulator', '../simulator/index.ts')],
    ['src-main/desktop/x.ts', use('startSimulator', '../simulator/index.ts')],
    ['src-shared/contract/x.ts', use('join', 'node:path')],
    ['src-shared/contract/x.ts', use('mask', '../../src-main/monitor/customer.ts')],
    ['src-shared/x.ts', use('join', 'node:path')],
    ['src-shared/x.ts', use('mask', '../src-main/monitor/customer.ts')],
    ['src-shared/x.ts', "import { way } from './contract/board.ts'\nway.parse(1)\n"],
    ['src-renderer/ui/x.ts', use('order', '../board/order.ts')],
    ['src-renderer/state/x.ts', use('focusFirst', '../ui/dom.ts')],
    ['src-renderer/history/x.ts', use('order', '../board/order.ts')],
    ['src-renderer/setup/x.ts', use('order', '../board/order.ts')],
    ['src-renderer/board/x.ts', use('tasks', '../shell/tasks.ts')],
    ['src-renderer/shell/x.ts', "import App from '../App.vue'\nexport default App\n"],
    [
      'src-renderer/board/x.ts',
      "import { way } from '../../src-shared/contract/board.ts'\nway.parse(1)\n",
    ],
    ['src-renderer/board/x.ts', use('mask', '../../src-main/monitor/customer.ts')],
    ['src-renderer/board/x.ts', "import { z } from 'zod'\nz.string()\n"],
    ['src-renderer/board/x.ts', use('readFile', 'node:fs')],
    ['src-renderer/board/x.ts', use('ipcRenderer', 'electron')],
  ])('in %s refuses %j', async (file, code) => {
    expect(await brokenRules(file, code)).toContain(border)
  })

  it.each([
    ['src-main/desktop/x.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['src-main/index.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['src-main/index.ts', use('startSimulator', './simulator/index.ts')],
    ['src-main/gateway/x.ts', use('derive', '../monitor/deriveAgent.ts')],
    ['src-main/cms/x.ts', use('Gate', '../gateway/gate.ts')],
    ['src-main/simulator/cms/x.ts', use('pause', '../http.ts')],
    ['src-main/diagnostics/x.ts', use('redactText', '../base/redact.ts')],
    ['src-main/desktop/tray/x.ts', use('layOut', '../window/placement.ts')],
    ['src-main/index.ts', "void import('./desktop/system/updater.ts')\n"],
    ['src-main/desktop/system/updater.ts', use('NsisUpdater', 'electron-updater')],
    [
      'src-renderer/board/x.ts',
      "import type { Way } from '../../src-shared/contract/board.ts'\nexport type Y = Way\n",
    ],
    ['src-renderer/board/x.ts', use('isInDoubt', '../../src-shared/doubt.ts')],
    ['src-renderer/shell/x.ts', use('useBoard', '../state/board.ts')],
    ['src-main/monitor/x.ts', use('isInDoubt', '../../src-shared/doubt.ts')],
    ['src-shared/contract/x.ts', "import { z } from 'zod'\nexport const x = z.null()\n"],
    ['src-shared/contract/x.ts', use('worst', '../levels.ts')],
    ['src-shared/x.ts', "import type { Way } from './contract/board.ts'\nexport type Y = Way\n"],
  ])('in %s lets %j through', async (file, code) => {
    expect(await brokenRules(file, code)).toEqual([])
  })

  it('has every folder of both processes in its layers', () => {
    const named = (root: 'src-main' | 'src-renderer') => layers[root].flat()
    const entries = (root: string) =>
      readdirSync(root).filter(
        (entry) => !/\.test\.ts$|^(index\.html|env\.d\.ts|tsconfig\.json)$/.test(entry),
      )
    expect(entries('src-main').sort()).toEqual([...named('src-main'), 'simulator'].sort())
    expect(entries('src-renderer').sort()).toEqual(
      [...named('src-renderer'), 'styles', 'testing'].sort(),
    )
  })
})

describe('imports', () => {
  const files = globSync(['src-*/**/*.{ts,vue}', 'e2e/**/*.ts', 'tools/**/*.ts'])
  const importsOf = (file: string) =>
    ts
      .preProcessFile(file.endsWith('.vue') ? scripts(file) : readFileSync(file, 'utf8'))
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => join(dirname(file), fileName))
  const scripts = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/<script[^>]*>(.*?)<\/script>/gs)]
      .map(([, script]) => script)
      .join('\n')

  it('never lead back to where they began, not even for types', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file)]))
    expect(graph.size).toBeGreaterThan(500)
    expect(cyclesOf(graph)).toEqual([])
  })

  it('are found to be a cycle where they are one', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', []],
    ])
    expect(cyclesOf(graph)).toEqual([['a', 'b', 'c', 'a']])
  })
})

/** Each way that leads back to its beginning, found from the first file that is on it. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const finished = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) cycles.push([...path.slice(at), file])
    if (at >= 0 || finished.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    finished.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return cycles
}
