import { type Subnet, split } from './subnet.ts'

/** 13 addresses: the containers of one sandbox. */
const SMALL_PREFIX = 28

/**
 * Networks of sandboxes. Many share one block of the machine's claims, so that a class costs a few of them, and control
 * hears of a new one as seldom.
 */
export type SmallNetworks = {
  /** One that an earlier run gave out. */
  adopt(subnet: Subnet): void
  /** Error: network.exhausted. */
  take(): Promise<Subnet>
  /** The block, when this was the last of it: nobody needs it any more. */
  give(subnet: Subnet): Subnet | undefined
}

export function createSmallNetworks(claimBlock: () => Promise<Subnet>): SmallNetworks {
  /** first address of a block → those of its networks that are used */
  const blocks = new Map<number, Set<number>>()
  let claiming: Promise<unknown> | undefined
  let last = 0

  return {
    adopt(subnet) {
      used(blockOf(subnet)).add(subnet.first)
    },
    async take() {
      for (;;) {
        const free = nextFree()
        if (free) return free
        claiming ??= claimBlock()
          .then(used)
          .finally(() => (claiming = undefined))
        await claiming
      }
    },
    give(subnet) {
      const block = blockOf(subnet)
      used(block).delete(subnet.first)
      if (used(block).size > 0) return undefined
      blocks.delete(block.first)
      return block
    },
  }

  function used({ first }: Subnet): Set<number> {
    const known = blocks.get(first) ?? new Set()
    blocks.set(first, known)
    return known
  }

  /** Those that were given back rest as long as possible. */
  function nextFree(): Subnet | undefined {
    const free = [...blocks].flatMap(([first, taken]) =>
      [...split({ first, prefix: BLOCK_PREFIX }, SMALL_PREFIX)].filter((subnet) => !taken.has(subnet.first)),
    )
    const next = free.find((subnet) => subnet.first > last) ?? free[0]
    if (!next) return undefined
    last = next.first
    used(blockOf(next)).add(next.first)
    return next
  }
}

const BLOCK_PREFIX = 22

export function isSmall({ prefix }: Subnet): boolean {
  return prefix === SMALL_PREFIX
}

/** What is claimed of the machine for it: itself, or the block that a small one lies in. */
export function blockOf(subnet: Subnet): Subnet {
  if (!isSmall(subnet)) return subnet
  return { first: subnet.first - (subnet.first % 2 ** (32 - BLOCK_PREFIX)), prefix: BLOCK_PREFIX }
}
