import { existsSync, readFileSync } from 'node:fs'
import { BerthError } from '@berth/core'

/** Controllers that resources can ask for. */
const CONTROLLERS = [
  'cpu',
  'cpuacct',
  'memory',
  'pids',
  'devices',
  'cpuset',
  'freezer',
  'blkio',
  'io',
  'hugetlb',
  'net_cls',
  'net_prio',
  'rdma',
] as const
export type Controller = (typeof CONTROLLERS)[number]

const NEEDED = ['cpu', 'cpuacct', 'memory', 'pids', 'devices'] as const
type Needed = (typeof NEEDED)[number]

/**
 * Where this host's control groups are. `unified` in v1 mode is the hybrid hierarchy's second tree, which can kill and
 * freeze a whole group at once; `controllers` are those that it has (on v2: all there are).
 */
export type CgroupLayout =
  | {
      readonly version: 1
      readonly mounts: Readonly<Record<Needed, string> & Partial<Record<Controller, string>>>
      /** every v1 hierarchy, also those without a controller of ours, as systemd's */
      readonly hierarchies: readonly string[]
      readonly unified: string | null
      readonly controllers: readonly string[]
    }
  | { readonly version: 2; readonly unified: string; readonly controllers: readonly string[] }

/**
 * Reads /proc/self/mounts, and `cgroup.controllers` of the v2 tree. Error: runtime.unsupported when a controller that
 * limits need is missing.
 */
export function readCgroupLayout(
  mounts = readFileSync('/proc/self/mounts', 'utf8'),
  readControllers: (unified: string) => string = controllersFile,
): CgroupLayout {
  const found: Partial<Record<Controller, string>> = {}
  const hierarchies: string[] = []
  let unified: string | null = null
  for (const line of mounts.split('\n')) {
    const [, path, type, options = ''] = line.split(' ')
    if (path === undefined) continue
    if (type === 'cgroup2') unified ??= path
    if (type !== 'cgroup') continue
    const names = options.split(',')
    const known = CONTROLLERS.filter((controller) => names.includes(controller))
    // the same hierarchy may be mounted twice
    if (known.some((controller) => found[controller] !== undefined)) continue
    for (const controller of known) found[controller] = path
    hierarchies.push(path)
  }
  const controllers = unified === null ? [] : readControllers(unified).split(/\s+/).filter(Boolean)
  if (unified !== null && hierarchies.length === 0) return { version: 2, unified, controllers }
  const { cpu, cpuacct, memory, pids, devices } = found
  if (cpu && cpuacct && memory && pids && devices) {
    const needed = { cpu, cpuacct, memory, pids, devices }
    return { version: 1, mounts: { ...found, ...needed }, hierarchies, unified, controllers }
  }
  const missing = NEEDED.filter((controller) => !found[controller])
  throw new BerthError('runtime.unsupported', `no cgroup controller for ${missing.join(', ')} is mounted`, {
    details: { missing },
  })
}

function controllersFile(unified: string): string {
  const file = `${unified}/cgroup.controllers`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Where a controller is, and whose files it has there. */
export type Home = { readonly version: 1 | 2; readonly mount: string }

/** Undefined when this host has not got it. v2 has no files for devices and the freezer, but both. */
export function homeOf(layout: CgroupLayout, controller: Controller): Home | undefined {
  const mount = layout.version === 1 ? layout.mounts[controller] : undefined
  if (mount !== undefined) return { version: 1, mount }
  const name = controller === 'blkio' ? 'io' : controller === 'cpuacct' ? 'cpu' : controller
  const built = layout.version === 2 && (name === 'devices' || name === 'freezer')
  if (layout.unified === null || !(built || layout.controllers.includes(name))) return undefined
  return { version: 2, mount: layout.unified }
}
