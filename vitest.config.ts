import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const tests = ['src-*/**/*.test.ts', 'e2e/**/*.test.ts', 'tools/**/*.test.ts', '*.test.ts']

const files = globSync(tests, { exclude: ['node_modules/**'] }).map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}))
/** What a test file puts in a module's place would stay there for the files after it. */
const replacing = files.filter(({ text }) => text.includes('\nvi.mock('))
/** What asks for a page puts much of it in the place of Node's own. */
const onPage = files.filter(({ text }) => text.startsWith('// @vitest-environment'))
const filesOf = (...groups: (typeof files)[]) => groups.flat().map(({ file }) => file)

export default defineConfig({
  plugins: [vue()],
  // The real package fetches a binary when it is imported.
  resolve: {
    alias: {
      electron: fileURLToPath(new URL('tools/browser-shell/electron/electron.ts', import.meta.url)),
    },
  },
  test: {
    // Read as text by the tests of styles; no page of a test is styled.
    css: { include: /\.css\?raw/ },
    // One for each core, and none kept free for a person: nobody works beside it.
    maxWorkers: availableParallelism(),
    // Far beyond what a test takes on a busy machine: who waits so long waits in vain.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 60_000 } },
    setupFiles: ['src-renderer/testing/unmountAfterEach.ts', 'e2e/fixtures/measureUnits.ts'],
    // Loading its modules costs more than most files' tests: one worker takes many files.
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: tests,
          exclude: filesOf(replacing, onPage),
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: filesOf(onPage),
          exclude: filesOf(replacing),
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: filesOf(replacing) } },
    ],
  },
})
