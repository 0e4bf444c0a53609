import { portPrefix, tableName } from './host-names.ts'
import { formatReachable, type Reachable } from './reachable.ts'

/** What the tables of an instance depend on; everything that comes and goes are elements (nft-elements.ts). */
export type TableOptions = {
  readonly instance: string
  /** public ports of the door, the one service of the host that containers reach */
  readonly doorPorts: readonly number[]
  /** connection-tracking entries that one container may hold; new ones per second, and the burst above it */
  /** what builds may reach of private networks */
  readonly reachable: readonly Reachable[]
  readonly connections: { readonly max: number; readonly rate: number; readonly burst: number }
}

/**
 * Where no container may go by itself: this network, private networks (the host's neighbours and the other tenants),
 * loopback, metadata services (link-local, and 100.100.100.200 within the carrier range), benchmark nets, multicast.
 */
export const REFUSED_RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
] as const

/** Limits of connections that a container can be given, because a rule of the kernel carries its own; largest first. */
const CONNECTION_TIERS = [2048, 1024, 512, 256, 128, 64, 32, 16] as const

/**
 * The instance's two tables, replacing what was there in one transaction. `inet` decides who talks to whom;
 * `bridge` sees the single ports and lets each send only from its own MAC and address.
 */
export function tables(options: TableOptions): string {
  const table = tableName(options.instance)
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table bridge ${table}`,
    `delete table bridge ${table}`,
    inetTable(table, options),
    bridgeTable(table, portPrefix(options.instance)),
  ].join('\n')
}

export function dropTables(instance: string): string {
  const table = tableName(instance)
  return ['inet', 'bridge']
    .flatMap((family) => [`table ${family} ${table}`, `delete table ${family} ${table}`])
    .join('\n')
}

function inetTable(table: string, { doorPorts, connections, reachable }: TableOptions): string {
  const elements = reachable.map(formatReachable).join(', ')
  const listed = elements === '' ? '' : ` elements = { ${elements} }`
  return `table inet ${table} {
  set bridges { type ifname; }
  set within { type ifname . ifname; }
  set gateways { type ifname . ipv4_addr; }
  set sources { type ifname . ipv4_addr; }
  set subnets { type ipv4_addr; flags interval; }
  set refused { type ipv4_addr; flags interval; elements = { ${REFUSED_RANGES.join(', ')} } }
  set builders { type ifname . ipv4_addr; }
  set reachable { type ipv4_addr . inet_service; flags interval;${listed} }
  set limited { type ifname . ipv4_addr; }
  set allowed { type ipv4_addr . ipv4_addr . inet_service; }
  map tiers { type ipv4_addr : verdict; }
  set connections { type ipv4_addr; size 65535; flags dynamic; }
${CONNECTION_TIERS.map(tierSet).join('\n')}
  set questions { type ipv4_addr; size 65535; flags dynamic; timeout 1m; }
  set arrivals { type ipv4_addr; size 65535; flags dynamic; timeout 1m; }

  chain input {
    type filter hook input priority filter - 5; policy accept;
    iifname @bridges goto from_container_to_host
    iifname != "lo" ip daddr @subnets counter drop
  }
  chain forward {
    type filter hook forward priority filter - 5; policy accept;
    iifname . oifname @within accept
    iifname @bridges goto from_container
    oifname @bridges ct state established,related accept
    oifname @bridges counter drop
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr @subnets oifname != @bridges masquerade
  }
  chain from_container_to_host {
    meta nfproto ipv6 counter drop
    iifname . ip saddr != @sources counter drop
    udp dport 53 update @questions { ip saddr limit rate over 1000/second burst 1000 packets } counter drop
    ct state established,related accept
    ct state invalid counter drop
    jump limits
    iifname . ip daddr @gateways udp dport 53 accept
    iifname . ip daddr @gateways tcp dport 53 accept
    iifname . ip saddr @limited counter reject with icmpx admin-prohibited
    fib daddr type local tcp dport { ${doorPorts.join(', ')} } accept
    iifname . ip saddr @builders ip daddr != @subnets ip daddr . tcp dport @reachable accept
    counter reject with icmpx admin-prohibited
  }
  chain from_container {
    meta nfproto ipv6 counter drop
    iifname . ip saddr != @sources counter drop
    oifname @bridges counter reject with icmpx admin-prohibited
    iifname . ip saddr @builders ip daddr . tcp dport @reachable goto to_reachable
    ip daddr @refused counter reject with icmpx admin-prohibited
    ct state established,related accept
    ct state invalid counter drop
    iifname . ip saddr @limited goto from_limited
    jump limits
    accept
  }
  chain from_limited {
    ip saddr . ip daddr . tcp dport @allowed goto to_reachable
    counter reject with icmpx admin-prohibited
  }
  chain to_reachable {
    ct state established,related accept
    ct state invalid counter drop
    jump limits
    accept
  }
${CONNECTION_TIERS.map(tierChain).join('\n')}
  chain limits {
    ct state new ip saddr vmap @tiers
    ct state new add @connections { ip saddr ct count over ${connections.max} } counter drop
    ct state new update @arrivals { ip saddr limit rate over ${connections.rate}/second burst ${connections.burst} packets } counter drop
  }
}`
}

function tierSet(most: number): string {
  return `  set ${tierName(most)} { type ipv4_addr; size 65535; flags dynamic; }`
}

function tierChain(most: number): string {
  const name = tierName(most)
  return `  chain ${name} {
    add @${name} { ip saddr ct count over ${most} } counter drop
  }`
}

/** The chain that holds a container to so many connections, and the set that counts them. */
function tierName(most: number): string {
  return `most_${most}`
}

/** The chain for a limit; undefined when it is not below what anybody may have. */
export function tierOf(connections: number): string | undefined {
  if (connections >= CONNECTION_TIERS[0] * 2) return undefined
  return tierName(CONNECTION_TIERS.find((most) => most <= connections) ?? CONNECTION_TIERS[7])
}

function bridgeTable(table: string, ports: string): string {
  return `table bridge ${table} {
  set ports { type ifname . ether_addr . ipv4_addr; }

  chain prerouting {
    type filter hook prerouting priority dstnat; policy accept;
    iifname "${ports}*" goto port
  }
  chain port {
    ether type ip iifname . ether saddr . ip saddr @ports accept
    ether type arp iifname . ether saddr . arp saddr ip @ports iifname . arp saddr ether . arp saddr ip @ports accept
    counter drop
  }
}`
}
