import { BerthError } from '@berth/core'
import { type Call, sendJson } from '../http/call.ts'

/** `GET /v2/`: whether a login holds. Who has none yet is sent for a token, with which even nobody may come back. */
export async function base(call: Call): Promise<void> {
  if (call.caller.granted === null && call.caller.kind === 'anonymous') {
    throw new BerthError('auth.required', 'log in with an API token, or with e-mail and password')
  }
  sendJson(call, 200, {})
}
