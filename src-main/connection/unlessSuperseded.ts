import { RequestError } from '../base/requestError.ts'
import type { SourceReader } from '../monitor/reader.ts'

/**
 * Signs in unless the user requests something else: then a response is not waited for.
 * @param superseded aborted once the user has requested something else
 */
export async function unlessSuperseded<T>(
  superseded: AbortSignal,
  reader: Pick<SourceReader, 'close'>,
  signIn: () => Promise<T>,
): Promise<T> {
  if (superseded.aborted) throw new RequestError({ code: 'not-signed-in' })
  const abandon = () => void reader.close()
  superseded.addEventListener('abort', abandon)
  try {
    return await signIn()
  } finally {
    superseded.removeEventListener('abort', abandon)
  }
}
