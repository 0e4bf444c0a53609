import { isIP } from 'node:net'
import { BerthError } from '@berth/core'
import { isPublicAddress, listOf } from './public-address.ts'

/** Whether a connection to an address may be made. */
export type AddressGuard = (address: string) => boolean

/**
 * Public addresses that are not this machine's own, and what an administrator allows beside them (`allow`: CIDRs).
 * Error: config.invalid.
 */
export function createAddressGuard(options: {
  readonly allow: readonly string[]
  readonly own: () => readonly string[]
}): AddressGuard {
  const allowed = readRanges(options.allow)
  return (address) => {
    const version = isIP(address)
    if (version === 0) return false
    if (allowed.check(address, version === 4 ? 'ipv4' : 'ipv6')) return true
    return isPublicAddress(address) && !options.own().includes(address)
  }
}

function readRanges(ranges: readonly string[]) {
  try {
    return listOf(ranges)
  } catch (cause) {
    throw new BerthError('config.invalid', `the addresses to allow are not right: ${String(cause)}`, {
      cause,
    })
  }
}
