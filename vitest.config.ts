import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // The real package fetches a binary when it is imported.
  resolve: {
    alias: { electron: fileURLToPath(new URL('e2e/browser-shell/electron.ts', import.meta.url)) },
  },
  test: {
    include: ['src-*/**/*.test.ts', 'e2e/**/*.test.ts', '*.test.ts'],
    // Its colours are measured; no other style sheet matters to a test.
    css: { include: /tokens\.css/ },
    testTimeout: 20_000,
  },
})
