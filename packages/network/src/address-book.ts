import { BerthError } from '@berth/core'
import { addressCount, formatSubnet, nextAddress, type Subnet } from './subnet.ts'

/** Gives out the addresses of the projects' networks, each as late again as possible. */
export type AddressBook = {
  /** Error: network.exhausted. */
  one(projectId: string, subnet: Subnet): number
  /** As many as there are, up to `count`. */
  some(projectId: string, subnet: Subnet, count: number): readonly number[]
}

export function createAddressBook(
  takenIn: (projectId: string, subnet: Subnet) => readonly number[],
): AddressBook {
  const last = new Map<string, number>()

  return {
    one(projectId, subnet) {
      const [address] = some(projectId, subnet, 1)
      if (address === undefined) throw full(subnet)
      return address
    },
    some,
  }

  function some(projectId: string, subnet: Subnet, count: number): readonly number[] {
    const taken = new Set(takenIn(projectId, subnet))
    const found: number[] = []
    while (found.length < count) {
      const address = nextAddress(subnet, taken, last.get(projectId) ?? 0)
      if (address === undefined) break
      found.push(address)
      taken.add(address)
      last.set(projectId, address)
    }
    return found
  }
}

function full(subnet: Subnet): BerthError {
  return new BerthError(
    'network.exhausted',
    `every address of ${formatSubnet(subnet)} is taken: a project has at most ${addressCount(subnet)} containers on one node`,
  )
}
