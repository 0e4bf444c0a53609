import type { AttachmentRecord } from './attachment-record.ts'
import { bridgeName, macOf, portPrefix, tableName } from './host-names.ts'
import { tierOf } from './nft-table.ts'
import { isSmall } from './small-networks.ts'
import { formatAddress, formatSubnet, gatewayOf, type Subnet } from './subnet.ts'

type Element = {
  readonly family: 'inet' | 'bridge'
  readonly set: string
  readonly value: string
}

/** What a project's network is known by. */
export function projectElements(instance: string, subnet: Subnet): readonly Element[] {
  const bridge = quote(bridgeName(instance, subnet))
  return [
    { family: 'inet', set: 'bridges', value: bridge },
    { family: 'inet', set: 'within', value: `${bridge} . ${bridge}` },
    { family: 'inet', set: 'gateways', value: `${bridge} . ${formatAddress(gatewayOf(subnet))}` },
    ...(isSmall(subnet) ? [] : blockElements(subnet)),
  ]
}

/** What is claimed for networks: addresses that only come from them. */
export function blockElements(block: Subnet): readonly Element[] {
  return [{ family: 'inet', set: 'subnets', value: formatSubnet(block) }]
}

type PortRecord = Pick<
  AttachmentRecord,
  'subnet' | 'port' | 'address' | 'isBuild' | 'mac' | 'egress' | 'connections'
>

/** What may be sent from one port. */
export function portElements(instance: string, record: PortRecord): readonly Element[] {
  const bridge = quote(bridgeName(instance, record.subnet))
  const port = portPrefix(instance) + record.port
  const address = formatAddress(record.address)
  const builder: Element = { family: 'inet', set: 'builders', value: `${bridge} . ${address}` }
  return [
    ...(record.isBuild ? [builder] : []),
    ...limitElements(record, bridge, address),
    { family: 'inet', set: 'sources', value: `${bridge} . ${address}` },
    { family: 'bridge', set: 'ports', value: `${quote(port)} . ${record.mac ?? macOf(port)} . ${address}` },
  ]
}

function limitElements({ egress, connections }: PortRecord, bridge: string, address: string) {
  const tier = connections === undefined ? undefined : tierOf(connections)
  const limited: Element = { family: 'inet', set: 'limited', value: `${bridge} . ${address}` }
  return [
    ...(egress === undefined || egress.kind === 'open' ? [] : [limited]),
    ...(tier === undefined
      ? []
      : [{ family: 'inet', set: 'tiers', value: `${address} : jump ${tier}` } as const]),
  ]
}

/** Where a container may go: one address and one port each. */
export function allowedElements(
  from: number,
  targets: readonly { readonly address: number; readonly port: number }[],
): readonly Element[] {
  return targets.map(({ address, port }) => ({
    family: 'inet',
    set: 'allowed',
    value: `${formatAddress(from)} . ${formatAddress(address)} . ${port}`,
  }))
}

export function addElements(instance: string, elements: readonly Element[]): string {
  return elements.map((element) => command('add', instance, element)).join('\n')
}

/** Added first, because nft refuses to delete what is not there. */
export function deleteElements(instance: string, elements: readonly Element[]): string {
  return elements
    .flatMap((element) => [command('add', instance, element), command('delete', instance, element)])
    .join('\n')
}

function command(verb: 'add' | 'delete', instance: string, { family, set, value }: Element): string {
  return `${verb} element ${family} ${tableName(instance)} ${set} { ${value} }`
}

function quote(name: string): string {
  return `"${name}"`
}
