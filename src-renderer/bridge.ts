import type {
  Envelope,
  EventData,
  EventName,
  Input,
  Output,
  RequestName,
} from '../src-shared/contract/index.ts'

/** Sends a request to the main process. The input is copied to plain data: a reactive proxy cannot cross the bridge. */
export const request = <N extends RequestName>(
  name: N,
  input: Input<N>,
): Promise<Envelope<Output<N>>> =>
  window.holdwatch.request(name, JSON.parse(JSON.stringify(input)) as Input<N>)

export const listen = <N extends EventName>(
  name: N,
  listener: (data: EventData<N>) => void,
): (() => void) => window.holdwatch.on(name, listener)
