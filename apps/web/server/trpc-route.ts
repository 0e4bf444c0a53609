import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ApiContext, appRouter } from '@berth/api'
import { BerthError } from '@berth/core'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { clientAddress } from './client-address.ts'
import { guestMemoryOf } from './guest-memory.ts'

/** The largest thing that is sent is an app's environment. */
const MAX_BODY = 4 * 1024 * 1024
/** A page asks a handful of questions at once. */
const MAX_BATCH = 20

export type ContextParts = Omit<ApiContext, 'actor' | 'refused' | 'ip' | 'guestMemory'>

/** `/api/trpc/*`. A proof that is refused still lets public procedures answer; others say why. */
export async function answerTrpc(
  parts: ContextParts,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  await nodeHTTPRequestHandler({
    router: appRouter,
    path,
    req,
    res,
    maxBodySize: MAX_BODY,
    maxBatchSize: MAX_BATCH,
    createContext: () => createContext(parts, req, res),
    responseMeta: () => ({ headers: new Headers({ 'cache-control': 'no-store' }) }),
  })
}

async function createContext(
  parts: ContextParts,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<ApiContext> {
  const ip = clientAddress(req.headers)
  const { authorization = null, cookie = null } = req.headers
  const guestMemory = guestMemoryOf(parts.config.url, req, res)
  try {
    const actor = await parts.auth.authenticate({ authorization, cookie, ip })
    return { ...parts, ip, guestMemory, actor, refused: null }
  } catch (error) {
    if (!(error instanceof BerthError)) throw error
    return { ...parts, ip, guestMemory, actor: null, refused: error }
  }
}
