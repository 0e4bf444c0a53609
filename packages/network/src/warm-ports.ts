import type { HostCommands } from './host-commands.ts'
import { addressMac, bridgeName, portPrefix } from './host-names.ts'
import { addressBatch, plugBatch } from './ip-batch.ts'
import type { NamespacePool } from './namespace-pool.ts'
import { addElements, deleteElements, portElements } from './nft-elements.ts'
import type { Subnet } from './subnet.ts'

/** A port that waits for its container: address, way out and rules are in place. */
type WarmPort = { readonly port: string; readonly address: number; readonly mac: string }

/** Ports made ahead in the networks that had a container last, so that the next one there waits for no program. */
export type WarmPorts = {
  take(subnet: Subnet): WarmPort | undefined
  /** Makes what is missing, behind; `reserve` names free addresses, and is asked at once. */
  refill(subnet: Subnet, reserve: (count: number) => readonly number[]): void
  /** addresses that are spoken for, also of ports that are being made */
  addresses(subnet: Subnet): readonly number[]
  /** Resolves when none is left there. */
  drop(subnet: Subnet): Promise<void>
  /** Resolves when none is being made. */
  idle(): Promise<void>
}

type Shelf = {
  readonly subnet: Subnet
  readonly ready: WarmPort[]
  /** addresses of ports that are being made or removed */
  busy: readonly number[]
  /** nothing is put on it any more */
  leaving: boolean
  done: Promise<void>
}

export function createWarmPorts(options: {
  readonly instance: string
  readonly pool: NamespacePool
  readonly commands: HostCommands
  /** in each network, and in how many networks */
  readonly size: number
  readonly shelves: number
  readonly onError: (error: unknown) => void
}): WarmPorts {
  const { instance, pool, commands, size, shelves: most, onError } = options
  const shelves = new Map<number, Shelf>() // the one that was used last stands last

  return {
    take: ({ first }) => shelves.get(first)?.ready.shift(),
    refill(subnet, reserve) {
      const shelf = shelfOf(subnet)
      const missing = size - shelf.ready.length
      if (shelf.leaving || shelf.busy.length > 0 || missing <= 0) return
      shelf.busy = reserve(missing)
      shelf.done = fill(shelf).catch(onError)
    },
    addresses({ first }) {
      const shelf = shelves.get(first)
      return shelf ? [...shelf.busy, ...shelf.ready.map(({ address }) => address)] : []
    },
    async drop(subnet) {
      const shelf = shelves.get(subnet.first)
      if (shelf) await clear(shelf)
    },
    async idle() {
      await Promise.all([...shelves.values()].map(({ done }) => done))
    },
  }

  function shelfOf(subnet: Subnet): Shelf {
    const shelf = shelves.get(subnet.first) ?? {
      subnet,
      ready: [],
      busy: [],
      leaving: false,
      done: Promise.resolve(),
    }
    shelves.delete(subnet.first)
    shelves.set(subnet.first, shelf)
    const [oldest] = shelves.values()
    if (shelves.size > most && oldest) oldest.done = clear(oldest).catch(onError)
    return shelf
  }

  async function fill(shelf: Shelf): Promise<void> {
    const made: WarmPort[] = []
    try {
      for (const address of shelf.busy) {
        const mac = addressMac(instance, shelf.subnet, address)
        made.push({ port: await pool.take(), address, mac })
      }
      await plug(shelf.subnet, made)
      shelf.ready.push(...made)
    } catch (error) {
      await remove(shelf.subnet, made)
      throw error
    } finally {
      shelf.busy = []
    }
  }

  async function plug(subnet: Subnet, ports: readonly WarmPort[]): Promise<void> {
    const bridge = bridgeName(instance, subnet)
    await Promise.all([
      ...ports.map(({ port, address, mac }) =>
        commands.ipWithin(pool.netnsPath(port), addressBatch(subnet, address, mac)),
      ),
      commands.ip(ports.flatMap(({ port }) => plugBatch(portPrefix(instance) + port, bridge))),
      commands.nft(addElements(instance, elementsOf(subnet, ports))),
    ])
  }

  async function clear(shelf: Shelf): Promise<void> {
    shelf.leaving = true
    await shelf.done
    const ports = shelf.ready.splice(0)
    shelf.busy = ports.map(({ address }) => address)
    await remove(shelf.subnet, ports)
    shelf.busy = []
    shelves.delete(shelf.subnet.first)
  }

  async function remove(subnet: Subnet, ports: readonly WarmPort[]): Promise<void> {
    if (ports.length === 0) return
    for (const { port } of ports) await pool.destroy(port)
    await commands.nft(deleteElements(instance, elementsOf(subnet, ports)))
  }

  function elementsOf(subnet: Subnet, ports: readonly WarmPort[]) {
    return ports.flatMap((port) => portElements(instance, { subnet, ...port }))
  }
}
