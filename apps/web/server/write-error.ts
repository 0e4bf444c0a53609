import type { ServerResponse } from 'node:http'
import type { BerthError, ErrorKind } from '@berth/core'

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  exhausted: 429,
  precondition: 412,
  unavailable: 503,
  timeout: 408,
  cancelled: 499,
  internal: 500,
}

/** The error of a route that is neither tRPC nor a page, as JSON. */
export function writeError(res: ServerResponse, error: BerthError): void {
  if (res.headersSent) return void res.destroy()
  res.writeHead(STATUS[error.kind], { 'content-type': 'application/json', 'cache-control': 'no-store' })
  res.end(JSON.stringify(error))
}
