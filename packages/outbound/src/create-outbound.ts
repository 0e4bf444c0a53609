import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { networkInterfaces } from 'node:os'
import { createAddressGuard } from './address-guard.ts'
import { startDeadline } from './deadline.ts'
import { type Agents, exchange } from './exchange.ts'
import { guardedLookup } from './guarded-lookup.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Outbound, OutboundAnswer, OutboundCall } from './outbound.ts'
import { nextHop } from './redirect.ts'
import { createResolveName, type ResolveName } from './resolve-name.ts'
import { literalAddress, parseTarget } from './target.ts'
import { tookTooLong, unreachable } from './unreachable.ts'

export type OutboundOptions = {
  /** CIDRs that are called although they are not public */
  readonly allow: readonly string[]
  /** addresses of this machine; asked at each connection, since they change */
  readonly own?: () => readonly string[]
  readonly resolve?: ResolveName
}

/** The client for addresses that somebody typed. Error: config.invalid. */
export function createOutbound(options: OutboundOptions): Outbound {
  const permits = createAddressGuard({ allow: options.allow, own: options.own ?? ownAddresses })
  const lookup = guardedLookup(options.resolve ?? createResolveName(), permits)
  const agents: Agents = {
    'http:': new HttpAgent({ keepAlive: true, timeout: KEEP_MS, lookup }),
    'https:': new HttpsAgent({ keepAlive: true, timeout: KEEP_MS, lookup }),
  }
  const once: Once = async (call, url, signal) => {
    const literal = literalAddress(url)
    // a number is connected to without being looked up
    if (literal !== undefined && !permits(literal))
      throw unreachable(url, new Error(`${literal} is not allowed`))
    return exchange({ call, url, limits: { ...DEFAULT_LIMITS, ...call.limits }, agents, signal })
  }
  return {
    request: (call) => follow(call, once),
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

/** Servers close idle connections after five seconds and more. */
const KEEP_MS = 4000

type Once = (call: OutboundCall, url: URL, signal: AbortSignal) => Promise<OutboundAnswer>

/** Sends it, and again to where it is sent, as often as the caller asked for. */
async function follow(call: OutboundCall, once: Once): Promise<OutboundAnswer> {
  let now = call
  let url = parseTarget(call.url)
  const { totalMs } = { ...DEFAULT_LIMITS, ...call.limits }
  const deadline = startDeadline(totalMs, () => tookTooLong(url), call.signal)
  try {
    for (let left = call.redirects ?? 0; ; left--) {
      const answer = await once(now, url, deadline.signal)
      const next = left > 0 ? nextHop(now, url, answer) : undefined
      if (!next) {
        answer.body.once('close', deadline.clear)
        return answer
      }
      answer.body.destroy()
      now = next.call
      url = next.url
    }
  } catch (error) {
    deadline.clear()
    throw error
  }
}

export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
}
