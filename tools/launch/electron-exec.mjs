#!/usr/bin/env node
// What ELECTRON_EXEC_PATH names in development: called like Electron, it starts the browser shell.
import process from 'node:process'

// The first argument is the app's folder, which the shell knows.
process.argv.splice(2, 1)
await import('../browser-shell/server/run.ts')
