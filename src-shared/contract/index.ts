import type { Envelope } from './errors.ts'
import type { EventData, EventName, Input, Output, RequestName } from './registry.ts'

export * from './about.ts'
export * from './board.ts'
export * from './diagnostics.ts'
export * from './errors.ts'
export * from './history.ts'
export * from './preferences.ts'
export * from './registry.ts'
export * from './rosters.ts'
export * from './setup.ts'
export * from './sources.ts'
export * from './updates.ts'

/** The API that the preload script exposes as `window.holdwatch`. */
export interface HoldwatchBridge {
  /** Resolves to an envelope; never rejects. Requests without input take null. */
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Envelope<Output<N>>>
  /** Returns the function that ends the subscription. */
  on<N extends EventName>(name: N, listener: (data: EventData<N>) => void): () => void
}
