import { defineConfig } from '@playwright/test'
import { limitMs } from '../tools/browser-shell/server/client.ts'
import { chromiumOptions } from './fixtures/chromium.ts'
import { runtime } from './fixtures/running.ts'

// A runner that wants the results as JSON says where to put them.
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
    // Pictures and snapshots of every test were most of its cost; `npm run e2e -- --trace on` has them.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  // The name stands before every test in the report and says what the app ran in.
  projects: [{ name: runtime.kind === 'electron' ? 'Electron' : 'browser shell' }],
})
