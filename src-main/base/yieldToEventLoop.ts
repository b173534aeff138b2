/** Lets whatever waits go first: messages, writes, a cancel. */
export const yieldToEventLoop = () => new Promise<void>((resolve) => setImmediate(resolve))
