import { type Operation, type Plan, TREE } from '../operation.ts'
import type { IdMappings } from './id-maps.ts'
import { formatIdMap } from './id-maps.ts'

/**
 * Numbers what is opened on the host before the clone, in the order in which it is asked for, and collects the
 * operations that open it. It lives as long as one compilation.
 */
export type Ledger = {
  /** the number of a user namespace with these maps; equal ones are made once */
  idMap(mappings: IdMappings): number
  joinedIdMap(path: string): number
  tree(
    source: string,
    options: { recursive: boolean; slave: boolean; idMap: number; allIds: boolean },
  ): number
  device(device: Omit<Extract<Operation, { op: 'openDevice' }>, 'op'>): number
  plan(): Plan
}

export function createLedger(): Ledger {
  const opened: Operation[] = []
  const idMaps: string[] = []
  let trees = 0

  const keepIdMap = (key: string, operation: Operation): number => {
    const known = idMaps.indexOf(key)
    if (known >= 0) return known
    opened.push(operation)
    return idMaps.push(key) - 1
  }

  return {
    idMap({ uids, gids }) {
      const operation = { op: 'makeIdMap', uids: formatIdMap(uids), gids: formatIdMap(gids) } as const
      return keepIdMap(`${operation.uids} ${operation.gids}`, operation)
    },
    joinedIdMap: (path) => keepIdMap(path, { op: 'openIdMap', path }),
    tree(source, { recursive, slave, idMap, allIds }) {
      const flags =
        (recursive ? TREE.recursive : 0) | (allIds ? TREE.idMapRecursive : 0) | (slave ? TREE.slave : 0)
      opened.push({ op: 'openTree', source, flags, idMap })
      return trees++
    },
    device(device) {
      opened.push({ op: 'openDevice', ...device })
      return trees++
    },
    plan: () => opened,
  }
}
