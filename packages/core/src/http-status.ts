import type { ErrorKind } from './error.ts'

/** How each kind of error travels over HTTP, where no protocol says otherwise. */
export const HTTP_STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  exhausted: 429,
  precondition: 412,
  unavailable: 503,
  timeout: 504,
  cancelled: 499,
  internal: 500,
}
