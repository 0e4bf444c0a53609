import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type BerthError, HTTP_STATUS, toBerthError } from '@berth/core'
import type { Logger } from '@berth/log'

export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** `{error: {code, message, details}}` with the status of its kind. */
export function answerError(response: ServerResponse, thrown: unknown, log: Logger): void {
  const error = logged(thrown, log)
  if (response.headersSent) response.destroy()
  else answerJson(response, HTTP_STATUS[error.kind], { error })
}

/** The same for a request that wanted to become a websocket. */
export function refuseUpgrade(socket: Duplex, thrown: unknown, log: Logger): void {
  const error = logged(thrown, log)
  const status = HTTP_STATUS[error.kind]
  const body = JSON.stringify({ error })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function logged(thrown: unknown, log: Logger): BerthError {
  const error = toBerthError(thrown)
  if (error.kind === 'internal') log.error({ err: error.cause ?? error }, 'request failed')
  return error
}
