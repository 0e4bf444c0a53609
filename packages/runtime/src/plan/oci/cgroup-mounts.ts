import { dirname, join } from 'node:path'
import type { CgroupEntry } from '../../cgroup/paths.ts'
import { ATTACH, NO_ID_MAP, type Operation, type Plan } from '../operation.ts'
import type { Ledger } from './ledger.ts'
import { MS, type MountAttributes } from './mount-options.ts'

const HIERARCHY = /^\/sys\/fs\/cgroup\/([^/]+)\//

/**
 * The container's own groups in place of a mount of type `cgroup`: on v2 its folder, on v1 one folder per hierarchy, on
 * a tmpfs. Bound from the host, they show nothing above themselves, with a cgroup namespace or without (CVE-2023-25809).
 */
export function cgroupMountOperations(
  destination: string,
  attributes: MountAttributes,
  { ledger, cgroup, ownUsers }: { ledger: Ledger; cgroup: CgroupEntry; ownUsers: boolean },
): Plan {
  const bound = (source: string, below: string): Operation => ({
    op: 'attachTree',
    tree: ledger.tree(source, { recursive: false, slave: ownUsers, idMap: NO_ID_MAP, allIds: false }),
    destination: join(destination, below),
    ...attributes,
    propagationAll: MS.private,
  })
  if (cgroup.tasks.length === 0) return cgroup.bornIn === '' ? [] : [bound(cgroup.bornIn, '')]
  const folders = [...cgroup.tasks.map(dirname), ...(cgroup.bornIn === '' ? [] : [cgroup.bornIn])]
  const groups = folders.map((folder) => ({ folder, name: HIERARCHY.exec(folder)?.[1] ?? '' }))
  return [
    folderOf(destination, attributes),
    ...groups.map(({ folder, name }) => bound(folder, name)),
    ...groups.flatMap(({ name }) => linksTo(destination, name)),
  ]
}

function folderOf(destination: string, attributes: MountAttributes): Operation {
  return {
    op: 'attachFilesystem',
    type: 'tmpfs',
    destination,
    options: ['source=tmpfs', 'mode=755', 'size=64k'],
    flags: ATTACH.links,
    ...attributes,
  }
}

/** `cpu,cpuacct` is found by either name. */
function linksTo(destination: string, name: string): Plan {
  const controllers = name.split(',')
  if (controllers.length < 2) return []
  return controllers.map((controller) => ({
    op: 'symlink',
    target: name,
    path: join(destination, controller),
  }))
}
