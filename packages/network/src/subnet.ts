/** IPv4 arithmetic. An address is a number of 32 bits; a subnet is its first address and the length of its prefix. */
export type Subnet = { readonly first: number; readonly prefix: number }

export function parseAddress(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
}

/** `10.0.0.0/8`; a plain address is a subnet of one. */
export function parseSubnet(text: string): Subnet | undefined {
  const [host = '', length = '32', ...rest] = text.split('/')
  const address = parseAddress(host)
  const prefix = Number(length)
  if (address === undefined || rest.length > 0 || !/^\d{1,2}$/.test(length) || prefix > 32) return undefined
  return { first: address - (address % sizeOf(prefix)), prefix }
}

export function formatSubnet({ first, prefix }: Subnet): string {
  return `${formatAddress(first)}/${prefix}`
}

export function contains(subnet: Subnet, address: number): boolean {
  return address >= subnet.first && address < subnet.first + sizeOf(subnet.prefix)
}

export function overlap(a: Subnet, b: Subnet): boolean {
  return contains(a, b.first) || contains(b, a.first)
}

/** The subnets of `prefix` within `pool`, lowest first. */
export function* split(pool: Subnet, prefix: number): Generator<Subnet> {
  for (let first = pool.first; first < pool.first + sizeOf(pool.prefix); first += sizeOf(prefix)) {
    yield { first, prefix }
  }
}

/** First usable address: the bridge's own. */
export function gatewayOf(subnet: Subnet): number {
  return subnet.first + 1
}

/**
 * The next address after `last` that nobody has, going round: one that was given back rests as long as possible,
 * so that nobody's old connections meet its new owner. Undefined when the subnet is full.
 */
export function nextAddress(subnet: Subnet, taken: ReadonlySet<number>, last: number): number | undefined {
  const lowest = gatewayOf(subnet) + 1
  const count = addressCount(subnet)
  const start = last >= lowest ? last + 1 - lowest : 0
  for (let i = 0; i < count; i++) {
    const address = lowest + ((start + i) % count)
    if (!taken.has(address)) return address
  }
  return undefined
}

/** How many are there to be given: without network, gateway and broadcast. */
export function addressCount({ prefix }: Subnet): number {
  return sizeOf(prefix) - 3
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix)
}
