import { type Operation, type Plan, TREE } from '../operation.ts'
import type { IdMappings } from './id-maps.ts'
import { formatIdMap } from './id-maps.ts'

/** What a tree is opened with: see `openTree`. */
type TreeOptions = {
  readonly recursive: boolean
  readonly slave: boolean
  readonly idMap: number
  readonly allIds: boolean
}

/**
 * Numbers what is opened on the host before the clone, in the order in which it is asked for, and collects the
 * operations that open it. It lives as long as one compilation.
 */
export type Ledger = {
  /** the number of a user namespace with these maps; equal ones are made once */
  idMap(mappings: IdMappings): number
  joinedIdMap(path: string): number
  tree(source: string, options: TreeOptions): number
  /** one that the new process opens itself, right before it attaches it */
  lateTree(source: string, options: TreeOptions): { readonly tree: number; readonly open: Operation }
  filesystem(filesystem: Omit<Extract<Operation, { op: 'openFilesystem' }>, 'op'>): number
  device(device: Omit<Extract<Operation, { op: 'openDevice' }>, 'op'>): number
  plan(): Plan
  /** the trees of a whole plan numbered as they are opened: late ones after all others */
  settle(plan: Plan): Plan
}

const LATE = 1 << 16

export function createLedger(): Ledger {
  const opened: Operation[] = []
  const idMaps: string[] = []
  let trees = 0
  let late = 0

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
    tree(source, options) {
      opened.push(openTree(source, options))
      return trees++
    },
    lateTree: (source, options) => ({ tree: LATE + late++, open: openTree(source, options) }),
    filesystem(filesystem) {
      opened.push({ op: 'openFilesystem', ...filesystem })
      return trees++
    },
    device(device) {
      opened.push({ op: 'openDevice', ...device })
      return trees++
    },
    plan: () => opened,
    settle: (plan) =>
      plan.map((operation) =>
        'tree' in operation && operation.tree >= LATE
          ? { ...operation, tree: operation.tree - LATE + trees }
          : operation,
      ),
  }
}

function openTree(source: string, { recursive, slave, idMap, allIds }: TreeOptions): Operation {
  const flags =
    (recursive ? TREE.recursive : 0) | (allIds ? TREE.idMapRecursive : 0) | (slave ? TREE.slave : 0)
  return { op: 'openTree', source, flags, idMap }
}
