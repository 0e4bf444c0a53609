import { overlap, parseSubnet, formatSubnet, type Subnet } from './subnet.ts'

/** A service of a private network that builds may reach, as a mirror of packages. */
export type Reachable = { readonly subnet: Subnet; readonly port: number }

/** a range that is wider than this is a slip */
const WIDEST = 8

/** The host itself, metadata services, and what is no single host: never meant, and never to be had. */
const NEVER = ['0.0.0.0/8', '100.100.100.200/32', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].flatMap(
  (text) => parseSubnet(text) ?? [],
)

/** `10.0.0.0/8:4873`; undefined when it is not of this form, or names what builds must not reach. */
export function parseReachable(text: string): Reachable | undefined {
  const [, range = '', digits = ''] = /^([\d./]+):(\d{1,5})$/.exec(text.trim()) ?? []
  const subnet = parseSubnet(range)
  const port = Number(digits)
  if (!subnet || subnet.prefix < WIDEST || port < 1 || port > 65_535) return undefined
  return NEVER.some((never) => overlap(never, subnet)) ? undefined : { subnet, port }
}

/** As an element of nft's set of addresses and ports. */
export function formatReachable({ subnet, port }: Reachable): string {
  return `${formatSubnet(subnet)} . ${port}`
}
