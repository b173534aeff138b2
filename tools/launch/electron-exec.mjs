#!/usr/bin/env node
// The executable for ELECTRON_EXEC_PATH in development: starts the browser shell with the arguments for Electron.
import process from 'node:process'

// The first argument is the folder of the app, which the shell already has.
process.argv.splice(2, 1)
await import('../browser-shell/server/run.ts')
