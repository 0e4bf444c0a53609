import type { ServerResponse } from 'node:http'
import { type BerthError, HTTP_STATUS } from '@berth/core'

/** The error of a route that is neither tRPC nor a page, as JSON. */
export function writeError(res: ServerResponse, error: BerthError): void {
  if (res.headersSent) return void res.destroy()
  res.writeHead(HTTP_STATUS[error.kind], { 'content-type': 'application/json', 'cache-control': 'no-store' })
  res.end(JSON.stringify(error))
}
