import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type AddressGuard, createAddressGuard } from './address-guard.ts'
import { type OutboundOptions, ownAddresses } from './create-outbound.ts'
import { guardedLookup } from './guarded-lookup.ts'
import { createResolveName } from './resolve-name.ts'

/** For clients that speak a protocol of their own over HTTP: each connection is checked as it is made. */
export type GuardedAgents = {
  readonly http: HttpAgent
  readonly https: HttpsAgent
  /** Cuts what is under way, too. */
  destroy(): void
}

/** Error: config.invalid. */
export function createGuardedAgents(options: OutboundOptions): GuardedAgents {
  const permits = createAddressGuard({ allow: options.allow, own: options.own ?? ownAddresses })
  const lookup = guardedLookup(options.resolve ?? createResolveName(), permits)
  const [http, https] = [
    guard(new HttpAgent({ keepAlive: true, lookup }), permits, lookup),
    guard(new HttpsAgent({ keepAlive: true, lookup }), permits, lookup),
  ]
  return {
    http,
    https,
    destroy: () => {
      http.destroy()
      https.destroy()
    },
  }
}

type Connect = HttpAgent['createConnection']

/** A number is connected to without being looked up. */
function guard<A extends HttpAgent>(agent: A, permits: AddressGuard, lookup: LookupFunction): A {
  const connect: Connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    const host = (target.host ?? '').replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !permits(host)) throw new Error(`${host} is not allowed`)
    return connect({ ...target, lookup }, callback)
  }
  return agent
}
