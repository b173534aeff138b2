import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

/** The bundled libraries with their licenses, beside the bundle: the app shows them (src-main/app/about.ts). */
const license = { fileName: 'licenses.json' }

// Libraries are bundled, so the installer carries no node_modules: they stand in devDependencies.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      license,
      rolldownOptions: {
        input: { index: 'src-main/index.ts', historyWorker: 'src-main/history/worker.ts' },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      license,
      // A sandboxed preload can load neither ES modules nor second files.
      externalizeDeps: false,
      rolldownOptions: {
        input: 'src-preload/index.ts',
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    // Nothing uses the Options API, not even the libraries: without it components are created sooner.
    plugins: [vue({ features: { optionsAPI: false } })],
    build: {
      outDir: 'out/renderer',
      license,
      // Inlined assets would be data: URLs, which the content security policy refuses for scripts and fonts.
      assetsInlineLimit: 0,
      rolldownOptions: {
        // Absolute: Vite's dependency scan looks for it below `root`, the build below here.
        input: fileURLToPath(new URL('src-renderer/index.html', import.meta.url)),
      },
    },
  },
})
