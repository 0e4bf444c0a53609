import type { RuntimeSpec } from '@berth/oci'
import type { CgroupLayout } from './layout.ts'

const OPTIONS = ['ro', 'nosuid', 'nodev', 'noexec']

/** The container's own groups at /sys/fs/cgroup, read-only: programs size their heaps and threads by them. */
export function cgroupMounts(layout: CgroupLayout): RuntimeSpec['mounts'] {
  if (layout.version === 2) {
    return [{ destination: '/sys/fs/cgroup', type: 'cgroup2', source: 'cgroup', options: OPTIONS }]
  }
  const controllers = (['cpu', 'memory'] as const).map((controller) => ({
    destination: `/sys/fs/cgroup/${controller}`,
    type: 'cgroup',
    source: 'cgroup',
    options: [...OPTIONS, ...sharedMount(layout, controller)],
  }))
  const folder = { destination: '/sys/fs/cgroup', type: 'tmpfs', source: 'tmpfs', options: ['mode=755'] }
  return [folder, ...controllers]
}

/** A hierarchy is named by all of its controllers. */
function sharedMount(layout: CgroupLayout & { version: 1 }, controller: 'cpu' | 'memory'): readonly string[] {
  const mount = layout.mounts[controller]
  return Object.entries(layout.mounts).flatMap(([name, path]) => (path === mount ? [name] : []))
}
