import { createHash, randomBytes } from 'node:crypto'
import { isSmall } from './small-networks.ts'
import type { Subnet } from './subnet.ts'

/**
 * Names of what an instance makes on the host. Interface names hold 15 characters: `b`, the instance's 6, a letter
 * for the kind and at most 7 more.
 */
export function bridgeName(instance: string, subnet: Subnet): string {
  const number = isSmall(subnet)
    ? `0${(subnet.first >>> 4).toString(36)}`
    : (subnet.first >>> 10).toString(36)
  return `b${instance}p${number}`
}

/** Start of the names of the host ends of veth pairs; what follows is the id of their namespace. */
export function portPrefix(instance: string): string {
  return `b${instance}v`
}

export function tableName(instance: string): string {
  return `berth_${instance}`
}

/** Id of a namespace and its veth pair: 7 of a-z0-9. */
export function newPortId(): string {
  return BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString(36)
    .padStart(13, '0')
    .slice(-7)
}

/** Group of the interfaces that an instance removes together; nobody else's number, beyond those that people give. */
export function linkGroup(instance: string): number {
  return 65_536 + (createHash('sha256').update(instance).digest().readUInt32LE(0) >>> 2)
}

/**
 * Of whoever has this address: the host and siblings remember it for half a minute after its container has gone, and
 * an agent that was killed does not remember which address it gave out last.
 */
export function addressMac(instance: string, subnet: Subnet, address: number): string {
  return macOf(`${bridgeName(instance, subnet)} ${address}`)
}

/** Locally administered, and the same each time for one thing. */
export function macOf(thing: string): string {
  const hash = createHash('sha256').update(thing).digest()
  return ['02', ...[...hash.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':')
}
