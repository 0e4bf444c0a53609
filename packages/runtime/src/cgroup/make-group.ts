import { constants } from 'node:os'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LinuxResources } from '@berth/oci'
import { readOrEmpty } from './files.ts'
import type { CgroupLayout } from './layout.ts'
import { allFolders, lineage } from './paths.ts'

/** Makes the folders of a group and of those above it, ready for processes; those that are there stay. */
export async function makeGroup(
  layout: CgroupLayout,
  group: string,
  resources: LinuxResources,
): Promise<void> {
  for (const folder of allFolders(layout, group)) await mkdir(folder, { recursive: true })
  if (layout.version === 1 && layout.mounts.cpuset) await fillCpusets(layout.mounts.cpuset, group)
  if (layout.unified !== null) await openControllers(layout.unified, layout.controllers, group, resources)
}

/** On v1 nobody can enter a group without processors and memory nodes; each gets those of the one above. */
async function fillCpusets(mount: string, group: string): Promise<void> {
  for (const each of lineage(group)) {
    const folder = join(mount, each)
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      const own = await readFile(join(folder, file), 'utf8')
      if (own.trim() !== '') continue
      await writeFile(join(folder, file), await readFile(join(dirname(folder), file), 'utf8'))
    }
  }
}

/**
 * On v2 a group has the controllers that the one above hands down. What cannot be handed down (threaded siblings, or
 * processes in a group above) is missed only when a limit needs it, by its file.
 */
async function openControllers(
  unified: string,
  controllers: readonly string[],
  group: string,
  resources: LinuxResources,
): Promise<void> {
  for (const above of ['/', ...lineage(group).slice(0, -1)]) {
    const file = join(unified, above, 'cgroup.subtree_control')
    const open = new Set((await readOrEmpty(file)).split(/\s+/))
    for (const controller of controllers) {
      if (!open.has(controller)) await handDown(file, controller)
    }
  }
  await joinThreads(join(unified, group), resources)
}

async function handDown(file: string, controller: string): Promise<void> {
  try {
    await writeFile(file, `+${controller}`)
  } catch (error) {
    if (!isErrno(error, TOLERATED)) throw error
  }
}

/** busy: processes are in the group above; not supported: it is threaded; not there: it was not handed down to it */
const TOLERATED = [
  constants.errno.EBUSY,
  constants.errno.EOPNOTSUPP,
  constants.errno.ENOENT,
  constants.errno.EINVAL,
]

/** Below a threaded group nobody can enter but as threads; then limits of memory and the like cannot be had. */
async function joinThreads(folder: string, resources: LinuxResources): Promise<void> {
  const type = (await readOrEmpty(join(folder, 'cgroup.type'))).trim()
  const { memory, blockIO, hugepageLimits, rdma } = resources
  const needsDomain = [memory, blockIO, hugepageLimits, rdma].some((part) => part !== undefined)
  if (type === 'domain invalid' && !needsDomain) await writeFile(join(folder, 'cgroup.type'), 'threaded')
}

function isErrno(error: unknown, errnos: readonly number[]): boolean {
  return (
    error instanceof Error &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    errnos.includes(-error.errno)
  )
}
