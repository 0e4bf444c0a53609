import type { ErrorKind } from '@berth/core'

/** How each kind of error travels over control's own HTTP interface. */
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
