import type { AppError } from '../../src-shared/contract/index.ts'

/** An error that is sent to the renderer unchanged; anything else becomes `internal`. */
export class RequestError extends Error {
  readonly appError: AppError

  constructor(appError: AppError) {
    super(appError.code)
    this.appError = appError
  }
}
