import { fileURLToPath } from 'node:url'

/** The preload bundle, beside the main one. */
export const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url))
