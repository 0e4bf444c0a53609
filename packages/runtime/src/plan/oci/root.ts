import type { LinuxConfig, RuntimeConfig } from '@berth/oci'
import { NO_ID_MAP, type Operation, type Plan } from '../operation.ts'
import { inheritedPropagation } from './inherited-propagation.ts'
import type { Ledger } from './ledger.ts'
import { MS, NO_ATTRIBUTES } from './mount-options.ts'
import type { Namespaces } from './namespaces.ts'
import type { OciPlaces } from './places.ts'
import { contradiction } from './refuse.ts'

/** `enterMounts`: before anything is mounted; `change`: when all is mounted. */
export type RootPlan = { readonly enterMounts: Plan; readonly change: Plan }

/** A mount namespace of its own is pivoted in; in any other the root is entered, and stays where it is for the others. */
export function rootOperations(
  { root, mounts, linux = {} }: RuntimeConfig,
  { rootfs, noPivot }: OciPlaces,
  { namespaces, ledger, ownUsers }: { namespaces: Namespaces; ledger: Ledger; ownUsers: boolean },
): RootPlan {
  if (!root) throw contradiction('root', 'a container needs a root file system')
  if (namespaces.of('mount') !== 'made') {
    if (root.readonly || linux.maskedPaths?.length || linux.readonlyPaths?.length || linux.rootfsPropagation)
      throw contradiction('linux.namespaces', 'to restrict the file system a new mount namespace is needed')
    if (namespaces.of('mount') === 'shared' && mounts?.length)
      throw contradiction(
        'mounts',
        'without a mount namespace in linux.namespaces they would stay on the host',
      )
    const enter: Plan = namespaces.of('mount') === 'joined' ? [{ op: 'enterMountNamespace' }] : []
    return { enterMounts: [...enter, { op: 'openRoot', path: rootfs }], change: [{ op: 'chroot' }] }
  }
  const propagation = inheritedPropagation(linux.rootfsPropagation)
  const tree = ledger.tree(rootfs, { recursive: true, slave: ownUsers, idMap: NO_ID_MAP, allIds: false })
  const readonly: Operation = { op: 'remount', destination: '/', ...NO_ATTRIBUTES, set: 1n }
  return {
    enterMounts: [
      // what happens on the host is heard of, so that a bind mount can go on hearing of it; nothing goes back
      changePropagation(MS.slave | MS.recursive),
      { op: 'rootTree', tree, ...NO_ATTRIBUTES, propagationAll: propagation },
    ],
    change: [
      ...(root.readonly ? [readonly] : []),
      { op: noPivot ? 'chroot' : 'pivot' },
      ...rootPropagation(linux.rootfsPropagation),
    ],
  }
}

/** A shared root would have kept us from pivoting. */
function rootPropagation(wanted: LinuxConfig['rootfsPropagation']): Plan {
  if (wanted === undefined) return []
  const recursive = wanted.startsWith('r')
  const type = wanted.slice(recursive ? 1 : 0) as keyof typeof MS
  return [changePropagation(MS[type] | (recursive ? MS.recursive : 0))]
}

function changePropagation(flags: number): Operation {
  return { op: 'mount', source: 'none', target: '/', type: '', flags: BigInt(flags), data: '' }
}
