import { registerHooks } from 'node:module'

const standIn = new URL('../electron/electron.ts', import.meta.url).href

// From here on `electron` is the stand-in, for the app's bundle and for every library in it.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
