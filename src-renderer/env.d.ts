import type { HoldwatchBridge } from '../src-shared/contract/index.ts'

declare global {
  interface Window {
    /** Put here by the preload script; the only way out of the page. */
    readonly holdwatch: HoldwatchBridge
  }
}
