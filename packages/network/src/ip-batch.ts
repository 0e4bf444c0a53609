import { macOf } from './host-names.ts'
import { formatAddress, gatewayOf, type Subnet } from './subnet.ts'

/** bytes: what the kernel hands over at once */
const LEAST_BURST = 128 * 1024

/** Lines for `ip -batch`. Every one may be run again: `replace` where ip has it, existence is checked before `add`. */
export type IpBatch = readonly string[]

/** The bridge of a project. Its own MAC: else it takes the lowest of its ports', and peers' ARP caches go stale. */
export function bridgeBatch(bridge: string, subnet: Subnet, mtu: number): IpBatch {
  return [
    `link add name ${bridge} address ${macOf(bridge)} mtu ${mtu} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`,
    `link set dev ${bridge} addrgenmode none`,
    `address replace ${formatAddress(gatewayOf(subnet))}/${subnet.prefix} dev ${bridge}`,
    `link set dev ${bridge} up`,
  ]
}

export function removeLinkBatch(link: string): IpBatch {
  return [`link delete dev ${link}`]
}

/** Many links at once: each removal by itself waits tens of milliseconds for the kernel, a group's only once. */
export function removeLinksBatch(links: readonly string[], group: number): IpBatch {
  return [...links.map((link) => `link set dev ${link} group ${group}`), `link delete group ${group}`]
}

/** On the host: a veth pair whose other end is `eth0` in the namespace pinned at `netnsPath`. */
export function portBatch(port: string, netnsPath: string, mtu: number): IpBatch {
  return [
    `link add name ${port} mtu ${mtu} type veth peer name eth0 address ${macOf(port)} mtu ${mtu} netns ${netnsPath}`,
    `link set dev ${port} addrgenmode none`,
  ]
}

/** On the host: into the project's bridge. */
export function plugBatch(port: string, bridge: string): IpBatch {
  return [`link set dev ${port} master ${bridge}`, `link set dev ${port} up`]
}

/** In the namespace: its addresses and the way out. Without a MAC it keeps that of its port. */
export function addressBatch(subnet: Subnet, address: number, mac?: string): IpBatch {
  return [
    'link set dev lo up',
    ...(mac === undefined ? [] : [`link set dev eth0 address ${mac}`]),
    `address replace ${formatAddress(address)}/${subnet.prefix} dev eth0`,
    'link set dev eth0 up',
    `route replace default via ${formatAddress(gatewayOf(subnet))} dev eth0`,
  ]
}

/** For `tc -batch`: what leaves by the interface waits when it is more than so many bytes per second. */
export function paceBatch(device: string, bytesPerSecond: number): IpBatch {
  const burst = Math.max(LEAST_BURST, Math.round(bytesPerSecond / 100))
  return [`qdisc replace dev ${device} root tbf rate ${bytesPerSecond}bps burst ${burst} latency 200ms`]
}

/** Subnets that the host routes somewhere, from `ip -json -4 route show table all`; the default route is everybody's. */
export function routedSubnets(json: string): readonly string[] {
  const routes: unknown = JSON.parse(json || '[]')
  if (!Array.isArray(routes)) return []
  return routes.flatMap((route: { dst?: unknown; type?: unknown }) =>
    typeof route.dst === 'string' && route.dst !== 'default' && isUnicast(route.type) ? [route.dst] : [],
  )
}

/** MTU of the interface of the default route, from `ip -json link` and `ip -json -4 route show default`. */
export function uplinkMtu(routesJson: string, linksJson: string): number {
  const routes = JSON.parse(routesJson || '[]') as readonly { dev?: string }[]
  const links = JSON.parse(linksJson || '[]') as readonly { ifname?: string; mtu?: number }[]
  const uplink = routes[0]?.dev
  return links.find((link) => link.ifname === uplink)?.mtu ?? 1500
}

function isUnicast(type: unknown): boolean {
  return type === undefined || type === 'unicast' || type === 'local' || type === 'blackhole'
}
