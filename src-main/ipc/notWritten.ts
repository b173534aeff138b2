import { basename } from 'node:path'
import { isInUse } from '../base/replaceFile.ts'
import { RequestError } from '../base/requestError.ts'

/** The error code for a chosen file that could not be written. */
export const notWritten = (path: string, cause: unknown): RequestError =>
  Object.assign(
    new RequestError(
      isInUse(cause)
        ? { code: 'file-in-use', params: { file: basename(path) } }
        : { code: 'file-not-written' },
    ),
    { cause },
  )
