import type { HostCommands } from './host-commands.ts'
import { bridgeName } from './host-names.ts'
import { hasLink, writeSysctl } from './host-state.ts'
import { bridgeBatch, routedSubnets } from './ip-batch.ts'
import { removeLink } from './remove-link.ts'
import { addElements, blockElements, deleteElements, projectElements } from './nft-elements.ts'
import { createSmallNetworks, isSmall } from './small-networks.ts'
import type { Subnet } from './subnet.ts'
import type { SubnetClaims } from './subnet-claims.ts'

/** The bridge of a project: its subnet, its interface and the elements it is known by. */
export type ProjectNetworks = {
  /** `small`: for a sandbox */
  create(size: 'usual' | 'small'): Promise<Subnet>
  /** One of an earlier run. */
  adopt(subnet: Subnet): void
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
  const small = createSmallNetworks(claimBlock)

  return {
    async create(size) {
      const subnet = size === 'small' ? await small.take() : await claim()
      try {
        await ensureBridge(subnet)
        await commands.nft(addElements(instance, projectElements(instance, subnet)))
        return subnet
      } catch (error) {
        await remove(subnet)
        throw error
      }
    },
    adopt(subnet) {
      if (isSmall(subnet)) small.adopt(subnet)
    },
    ensureBridge,
    remove,
  }

  async function claim(): Promise<Subnet> {
    const routes = await commands.ipQuery(['-4', 'route', 'show', 'table', 'all'])
    return claims.claim(routedSubnets(routes))
  }

  async function claimBlock(): Promise<Subnet> {
    const block = await claim()
    await commands.nft(addElements(instance, blockElements(block)))
    return block
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
    const unused = isSmall(subnet) ? small.give(subnet) : subnet
    if (!unused) return
    if (isSmall(subnet)) await commands.nft(deleteElements(instance, blockElements(unused)))
    await claims.release(unused) // last: until here nobody else may take it
  }
}
