/** Lets pending events go first: messages, writes, a cancellation. */
export const yieldToEventLoop = () => new Promise<void>((resolve) => setImmediate(resolve))
