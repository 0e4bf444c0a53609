import type { HostCommands } from './host-commands.ts'
import { bridgeName } from './host-names.ts'
import { hasLink, writeSysctl } from './host-state.ts'
import { bridgeBatch, routedSubnets } from './ip-batch.ts'
import { removeLink } from './remove-link.ts'
import { addElements, deleteElements, projectElements } from './nft-elements.ts'
import type { Subnet } from './subnet.ts'
import type { SubnetClaims } from './subnet-claims.ts'

/** The bridge of a project: its subnet, its interface and the elements it is known by. */
export type ProjectNetworks = {
  create(): Promise<Subnet>
  /** Idempotent. */
  ensureBridge(subnet: Subnet): Promise<void>
  /** Idempotent. */
  remove(subnet: Subnet): Promise<void>
}

export function createProjectNetworks(options: {
  instance: string
  claims: SubnetClaims
  commands: HostCommands
  mtu: () => number
}): ProjectNetworks {
  const { instance, claims, commands } = options

  return {
    async create() {
      const routes = await commands.ipQuery(['-4', 'route', 'show', 'table', 'all'])
      const subnet = await claims.claim(routedSubnets(routes))
      try {
        await ensureBridge(subnet)
        await commands.nft(addElements(instance, projectElements(instance, subnet)))
        return subnet
      } catch (error) {
        await remove(subnet)
        throw error
      }
    },
    ensureBridge,
    remove,
  }

  async function ensureBridge(subnet: Subnet): Promise<void> {
    const bridge = bridgeName(instance, subnet)
    if (await hasLink(bridge)) return
    await commands.ip(bridgeBatch(bridge, subnet, options.mtu()))
    // an address of another network must not come in here, whatever its MAC
    await writeSysctl(`net/ipv4/conf/${bridge}/rp_filter`, '1')
  }

  async function remove(subnet: Subnet): Promise<void> {
    const bridge = bridgeName(instance, subnet)
    await removeLink(commands, bridge)
    await commands.nft(deleteElements(instance, projectElements(instance, subnet)))
    await claims.release(subnet) // last: until here nobody else may take it
  }
}
