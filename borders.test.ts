import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint()

/** The rules that a line would break if it stood in this file. */
async function brokenRules(filePath: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath, warnIgnored: true })
  return (result?.messages ?? []).map(({ ruleId }) => ruleId)
}
const border = '@typescript-eslint/no-restricted-imports'

describe('a border of the house', () => {
  it.each([
    ['src-main/monitor/x.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['src-main/app/x.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['src-main/index.ts', "import { openUpdater } from './desktop/updater.ts'\nopenUpdater\n"],
    ['src-main/desktop/x.ts', "import { NsisUpdater } from 'electron-updater'\nNsisUpdater\n"],
    ['src-main/app/x.ts', "import { NsisUpdater } from 'electron-updater'\nNsisUpdater\n"],
    ['src-main/gateway/x.ts', "import { mask } from '../monitor/customer.ts'\nmask('')\n"],
    [
      'src-main/monitor/x.ts',
      "import { parseAddress } from '../trust/address.ts'\nparseAddress('')\n",
    ],
    ['src-main/alerts/x.ts', "import { mask } from '../monitor/customer.ts'\nmask('')\n"],
    ['src-main/history/x.ts', "import { mask } from '../monitor/customer.ts'\nmask('')\n"],
    ['src-main/monitor/x.ts', "import { Alerts } from '../alerts/alerts.ts'\nnew Alerts()\n"],
    ['src-main/simulator/x.ts', "import { mask } from '../monitor/customer.ts'\nmask('')\n"],
    [
      'src-main/diagnostics/x.ts',
      "import { parseAddress } from '../trust/address.ts'\nparseAddress('')\n",
    ],
    ['src-main/diagnostics/x.ts', "import { app } from 'electron'\napp.quit()\n"],
    [
      'src-main/gateway/x.ts',
      "import { Traffic } from '../diagnostics/traffic.ts'\nnew Traffic()\n",
    ],
    ['src-preload/contract/x.ts', "import { join } from 'node:path'\njoin()\n"],
    ['src-shared/x.ts', "import { join } from 'node:path'\njoin()\n"],
    ['src-shared/x.ts', "import { mask } from '../src-main/monitor/customer.ts'\nmask('')\n"],
    ['src-renderer/x.ts', "import { way } from '../src-preload/contract/board.ts'\nway.parse(1)\n"],
    ['src-renderer/x.ts', "import { mask } from '../src-main/monitor/customer.ts'\nmask('')\n"],
    ['src-renderer/x.ts', "import { z } from 'zod'\nz.string()\n"],
    ['src-renderer/x.ts', "import { readFile } from 'node:fs'\nreadFile('', () => {})\n"],
  ])('in %s refuses %j', async (file, code) => {
    expect(await brokenRules(file, code)).toContain(border)
  })

  it.each([
    ['src-main/desktop/x.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['src-main/index.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['src-main/index.ts', "void import('./desktop/updater.ts')\n"],
    ['src-main/monitor/x.ts', "import type { X } from '../gateway/reader.ts'\nexport type Y = X\n"],
    [
      'src-main/diagnostics/x.ts',
      "import { redactText } from '../log/redact.ts'\nredactText('')\n",
    ],
    [
      'src-renderer/x.ts',
      "import type { Way } from '../src-preload/contract/board.ts'\nexport type Y = Way\n",
    ],
    [
      'src-main/monitor/x.ts',
      "import { isInDoubt } from '../../src-shared/doubt.ts'\nisInDoubt(0, () => 0)\n",
    ],
    [
      'src-renderer/x.ts',
      "import { isInDoubt } from '../src-shared/doubt.ts'\nisInDoubt(0, () => 0)\n",
    ],
    ['src-preload/contract/x.ts', "import { z } from 'zod'\nexport const x = z.null()\n"],
  ])('in %s lets %j through', async (file, code) => {
    expect(await brokenRules(file, code)).toEqual([])
  })
})
