import { BlockList, isIP } from 'node:net'

/** What the IANA registries of special-purpose addresses (RFC 6890) hold, and multicast. */
const SPECIAL_V4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // behind a carrier's NAT; some clouds have their metadata there
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, with the metadata of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '168.63.129.16/32', // a cloud's own services, although it looks public
]

/** Within 2000::/3, which is all that is global of IPv6; so mapped, NAT64, unique-local and link-local ones are out. */
const SPECIAL_V6 = [
  '2001::/23', // protocol assignments, with Teredo
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which carries an IPv4 address
  '3fff::/20', // documentation
]

const special = listOf([...SPECIAL_V4, ...SPECIAL_V6])
const globalV6 = listOf(['2000::/3'])

/** Whether an address (not a name) is one of the open internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !special.check(address, 'ipv6')
    default:
      return false
  }
}

/** Ranges like `10.0.0.0/8`, or single addresses. Error: RangeError, naming the one that is wrong. */
export function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) addRange(list, range)
  return list
}

function addRange(list: BlockList, range: string): void {
  const [address = '', prefix] = range.split('/')
  const version = isIP(address)
  const bits = version === 4 ? 32 : 128
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN
  if (version === 0 || !(length <= bits)) throw new RangeError(`"${range}" is no range of addresses`)
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6')
}
