import type { IncomingMessage } from 'node:http'
import { BerthError } from '@berth/core'

/** The token of `Authorization: Bearer …`. Error: auth.required. */
export function bearerOf(request: IncomingMessage): string {
  const match = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')
  if (match?.[1]) return match[1]
  throw new BerthError('auth.required', 'send a token: Authorization: Bearer …')
}
