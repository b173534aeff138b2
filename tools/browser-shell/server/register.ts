import { registerHooks } from 'node:module'

const standIn = new URL('../electron/electron.ts', import.meta.url).href

// From here on, `electron` resolves to the stand-in, for the app's bundle and every library in it.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
