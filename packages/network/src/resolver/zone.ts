import { contains, overlap, parseAddress, parseSubnet, type Subnet } from '../subnet.ts'
import { TYPE } from './dns-message.ts'

/** One project's network as the resolver knows it. */
export type Zone = {
  readonly gateway: string
  readonly subnet: Subnet
  readonly names: ReadonlyMap<string, readonly number[]>
  /** the only names outside that it may know; absent: all */
  readonly outside?: ReadonlyMap<string, readonly number[]>
}

export type Decision =
  /** no addresses: the name is there, but nothing of that type */
  | { readonly kind: 'answer'; readonly addresses: readonly number[] }
  | { readonly kind: 'unknown' }
  /** nobody outside has answered for it yet */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'forward' }

const LOOPBACK = 0x7f000001
/** Ends of names that nobody outside may be asked for. */
const INTERNAL_ENDS = ['internal', 'local', 'localdomain', 'lan', 'home.arpa']
const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
]
const PRIVATE_SUBNETS = PRIVATE.flatMap((text) => parseSubnet(text) ?? [])

/** Who answers a question of a container in `zone`: we, from the project's own names, or the world outside. */
export function decide(zone: Zone, question: { name: string; type: number }): Decision {
  const name = question.name.replace(/\.internal$/, '')
  const addresses = zone.names.get(name)
  if (addresses) return { kind: 'answer', addresses: question.type === TYPE.a ? addresses : [] }
  if (name === 'localhost' || name.endsWith('.localhost')) {
    return { kind: 'answer', addresses: question.type === TYPE.a ? [LOOPBACK] : [] } // RFC 6761
  }
  if (zone.outside) return decideOutside(zone.outside.get(question.name), question.type)
  return isInternal(question.name) ? { kind: 'unknown' } : { kind: 'forward' }
}

/** What leads to addresses that may be reached; a question of any other kind could carry something out. */
function decideOutside(addresses: readonly number[] | undefined, type: number): Decision {
  if (!addresses) return { kind: 'unknown' }
  if (type !== TYPE.a) return { kind: 'answer', addresses: [] }
  return addresses.length > 0 ? { kind: 'answer', addresses } : { kind: 'unavailable' }
}

/** Undefined when the JSON is not what the agent writes. */
export function parseZone(value: unknown): Zone | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { gateway, subnet: subnetText, names, outside } = value as Record<string, unknown>
  if (typeof gateway !== 'string' || typeof subnetText !== 'string') return undefined
  if (typeof names !== 'object' || names === null) return undefined
  const subnet = parseSubnet(subnetText)
  if (!subnet || parseAddress(gateway) === undefined) return undefined
  if (outside === undefined) return { gateway, subnet, names: namesOf(names) }
  if (typeof outside !== 'object' || outside === null) return undefined
  return { gateway, subnet, names: namesOf(names), outside: namesOf(outside) }
}

function namesOf(names: object): ReadonlyMap<string, readonly number[]> {
  return new Map(Object.entries(names).map(([name, addresses]) => [name, parseAddresses(addresses)]))
}

/** True for those who may ask on the zone's gateway: the containers of its network. */
export function mayAsk(zone: Zone, address: string): boolean {
  const number = parseAddress(address)
  return number !== undefined && contains(zone.subnet, number)
}

/** The names of other projects, and what the host's own network calls its machines, stay where they are. */
function isInternal(name: string): boolean {
  if (!name.includes('.')) return name !== '' // the root itself is everybody's
  return INTERNAL_ENDS.some((end) => name.endsWith(`.${end}`)) || isPrivateReverse(name)
}

/** `4.3.2.10.in-addr.arpa`, or a part of it, within a private range. */
function isPrivateReverse(name: string): boolean {
  if (!name.endsWith('.in-addr.arpa')) return false
  const parts = name.split('.').slice(0, -2).reverse()
  if (parts.length > 4) return false
  const text = [...parts, '0', '0', '0', '0'].slice(0, 4).join('.')
  const subnet = parseSubnet(`${text}/${parts.length * 8}`)
  return subnet !== undefined && PRIVATE_SUBNETS.some((range) => overlap(range, subnet))
}

function parseAddresses(value: unknown): readonly number[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((text) => (typeof text === 'string' ? (parseAddress(text) ?? []) : []))
}
