import { isIP, type LookupFunction } from 'node:net'
import type { AddressGuard } from './address-guard.ts'
import type { ResolveName } from './resolve-name.ts'

/**
 * Resolves a name for a connection that is being made, and hands on addresses only when each of them is allowed:
 * what is checked is what is connected to, so a name cannot change in between.
 */
export function guardedLookup(resolve: ResolveName, permits: AddressGuard): LookupFunction {
  return (name, options, callback) => {
    checked(resolve, permits, name).then(
      (addresses) => {
        const [first] = addresses
        if (options.all || !first) return callback(null, addresses)
        callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    )
  }
}

async function checked(resolve: ResolveName, permits: AddressGuard, name: string) {
  const addresses = await resolve(name)
  if (addresses.length === 0) throw new Error(`${name} has no address`)
  const refused = addresses.find((address) => !permits(address))
  if (refused !== undefined) throw new Error(`${name} is ${refused}, which is not allowed`)
  return addresses.map((address) => ({ address, family: isIP(address) }))
}
