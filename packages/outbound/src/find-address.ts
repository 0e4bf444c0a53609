import { isIP } from 'node:net'
import { BerthError } from '@berth/core'
import { createAddressGuard } from './address-guard.ts'
import { type OutboundOptions, ownAddresses } from './create-outbound.ts'
import { createResolveName } from './resolve-name.ts'

/** Where a host that somebody typed may be connected to, right now. Error: outbound.unreachable, whatever the reason. */
export type FindAddress = (host: string) => Promise<string>

/**
 * For programs that connect by themselves: what is found here is given to them in place of the name, so that they
 * connect to what was checked. Error: config.invalid.
 */
export function createAddressFinder(options: OutboundOptions): FindAddress {
  const permits = createAddressGuard({ allow: options.allow, own: options.own ?? ownAddresses })
  const resolve = options.resolve ?? createResolveName()
  return async (host) => {
    const addresses =
      isIP(host) === 0 ? await resolve(host).catch((cause: unknown) => refuse(host, cause)) : [host]
    const [first] = addresses
    if (first !== undefined && addresses.every(permits)) return first
    return refuse(host, new Error(`${host} is ${addresses.join(', ') || 'nowhere'}, which is not allowed`))
  }
}

function refuse(host: string, cause: unknown): never {
  throw new BerthError(
    'outbound.unreachable',
    `${host} was not reached: it has no address, or one that the platform does not call`,
    { details: { host }, cause },
  )
}
