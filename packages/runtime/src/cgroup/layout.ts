import { readFileSync } from 'node:fs'
import { BerthError } from '@berth/core'

type Controller = 'cpu' | 'cpuacct' | 'memory' | 'pids' | 'devices'

/**
 * Where this host's control groups are. `unified` in v1 mode is the hybrid hierarchy's second tree, which has no
 * controllers but can kill a whole group at once.
 */
export type CgroupLayout =
  | {
      readonly version: 1
      readonly mounts: Readonly<Record<Controller, string>>
      readonly unified: string | null
    }
  | { readonly version: 2; readonly unified: string }

const NEEDED: readonly Controller[] = ['cpu', 'cpuacct', 'memory', 'pids', 'devices']

/** Reads /proc/self/mounts. Error: runtime.unsupported when a controller that limits need is missing. */
export function readCgroupLayout(mounts = readFileSync('/proc/self/mounts', 'utf8')): CgroupLayout {
  const found: Partial<Record<Controller, string>> = {}
  let unified: string | null = null
  for (const line of mounts.split('\n')) {
    const [, path, type, options = ''] = line.split(' ')
    if (path === undefined) continue
    if (type === 'cgroup2') unified ??= path
    if (type !== 'cgroup') continue
    for (const controller of NEEDED) if (options.split(',').includes(controller)) found[controller] ??= path
  }
  const { cpu, cpuacct, memory, pids, devices } = found
  if (cpu && cpuacct && memory && pids && devices) {
    return { version: 1, mounts: { cpu, cpuacct, memory, pids, devices }, unified }
  }
  if (unified && Object.keys(found).length === 0) return { version: 2, unified }
  const missing = NEEDED.filter((controller) => !found[controller])
  throw new BerthError('runtime.unsupported', `no cgroup controller for ${missing.join(', ')} is mounted`, {
    details: { missing },
  })
}
