import type { AppError } from '../../src-shared/contract/index.ts'

/** A failure that the renderer is told as it is; anything else becomes `internal`. */
export class RequestError extends Error {
  readonly appError: AppError

  constructor(appError: AppError) {
    super(appError.code)
    this.appError = appError
  }
}
