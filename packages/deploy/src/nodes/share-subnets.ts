/** A project's network on a node; a node that asks for a wider one could take what others need. */
const WIDEST = 22

export type SubnetShare = { readonly held: string[]; readonly refused: string[] }

/** What a node may hold of the networks that it names, as `100.64.0.0/22`, when other nodes hold `taken`. */
export function shareSubnets(asked: readonly string[], taken: readonly string[]): SubnetShare {
  const others = taken.map(rangeOf)
  const held: string[] = []
  const refused: string[] = []
  for (const subnet of new Set(asked)) {
    const range = rangeOf(subnet)
    const free = range.size <= 2 ** (32 - WIDEST) && !others.some((other) => overlap(range, other))
    if (free) held.push(subnet)
    else refused.push(subnet)
  }
  return { held, refused }
}

type Range = { readonly first: number; readonly size: number }

function rangeOf(subnet: string): Range {
  const [address = '', prefix] = subnet.split('/')
  const size = 2 ** (32 - Number(prefix))
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return { first: number - (number % size), size }
}

function overlap(a: Range, b: Range): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size
}
