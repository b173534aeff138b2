import { defineConfig } from '@playwright/test'
import { limitMs } from '../tools/browser-shell/server/client.ts'
import { chromiumOptions } from './fixtures/chromium.ts'
import { runtime } from './fixtures/running.ts'

// A runner that needs the results as JSON sets their path.
const jsonFile = process.env['HOLDWATCH_E2E_JSON']

export default defineConfig({
  testDir: './specs',
  outputDir: '../test-results',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 5 * limitMs,
  expect: { timeout: limitMs },
  reporter: [['list'], ...(jsonFile ? [['json', { outputFile: jsonFile }] as const] : [])],
  use: {
    launchOptions: await chromiumOptions(),
    // Screenshots and snapshots took most of the time of each test; `npm run e2e -- --trace on` enables them.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  // The name precedes every test in the report and shows the runtime.
  projects: [{ name: runtime.kind === 'electron' ? 'Electron' : 'browser shell' }],
})
