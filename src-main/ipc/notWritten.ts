import { basename } from 'node:path'
import { isInUse } from '../base/replaceFile.ts'
import { RequestError } from '../base/requestError.ts'

/** Why a file that somebody chose could not be written, as it is told. */
export const notWritten = (path: string, cause: unknown): RequestError =>
  Object.assign(
    new RequestError(
      isInUse(cause)
        ? { code: 'file-in-use', params: { file: basename(path) } }
        : { code: 'file-not-written' },
    ),
    { cause },
  )
