/** Lets whatever waits go first: messages, writes, a cancel. */
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))
