import { BlockList } from 'node:net'
import { BerthError } from '@berth/core'

/** Whether the door may send visitors to an address that a node names. */
export type ContainerNets = (address: string) => boolean

/**
 * The networks that nodes give containers addresses from, as `100.64.0.0/10`. What lies outside is not believed: a node
 * that is taken over could have the door send visitors to services of the platform's own host. Error: config.invalid.
 */
export function containerNets(nets: readonly string[]): ContainerNets {
  const list = new BlockList()
  for (const net of nets) {
    const [, first = '', prefix] = /^([\d.]+)\/(\d+)$/.exec(net) ?? []
    try {
      list.addSubnet(first, Number(prefix), 'ipv4')
    } catch (cause) {
      throw new BerthError('config.invalid', `"${net}" is not a network as 100.64.0.0/10`, { cause })
    }
  }
  return (address) => list.check(address)
}
