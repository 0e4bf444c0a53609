import type { LinuxResources } from '@berth/oci'
import { type CgroupLayout, type Controller, homeOf } from '../layout.ts'
import { blockSettings } from './block-settings.ts'
import { cpuSettings } from './cpu-settings.ts'
import { cpusetSettings } from './cpuset-settings.ts'
import { hugepageSettings } from './hugepage-settings.ts'
import { memorySettings } from './memory-settings.ts'
import { networkSettings } from './network-settings.ts'
import { rdmaSettings } from './rdma-settings.ts'
import { type Compiled, compiled, type Present, refused } from './setting.ts'
import { unifiedSettings } from './unified-settings.ts'

type Part = (resources: LinuxResources, version: 1 | 2, present: Present) => Compiled

/** Each part by the controller that it is for; devices are apart (device-rules.ts). */
const PARTS: readonly {
  readonly key: keyof LinuxResources
  readonly of: Controller
  readonly compile: Part
}[] = [
  { key: 'cpu', of: 'cpuset', compile: ({ cpu }) => cpusetSettings(cpu ?? {}) },
  {
    key: 'memory',
    of: 'memory',
    compile: ({ memory }, version, now) => memorySettings(memory ?? {}, version, now),
  },
  { key: 'cpu', of: 'cpu', compile: ({ cpu }, version, now) => cpuSettings(cpu ?? {}, version, now) },
  { key: 'pids', of: 'pids', compile: ({ pids }) => pidsSettings(pids ?? {}) },
  { key: 'blockIO', of: 'blkio', compile: ({ blockIO }, version) => blockSettings(blockIO ?? {}, version) },
  {
    key: 'hugepageLimits',
    of: 'hugetlb',
    compile: ({ hugepageLimits }, version) => hugepageSettings(hugepageLimits ?? [], version),
  },
  {
    key: 'network',
    of: 'net_cls',
    compile: ({ network }, version) => networkSettings(network ?? {}, version),
  },
  { key: 'rdma', of: 'rdma', compile: ({ rdma }) => rdmaSettings(rdma ?? {}) },
]

/**
 * runtime-spec 1.2, config-linux.md `resources`: what has to be written, in this order. Error: runtime.unsupported for
 * what this host cannot give.
 */
export function compileResources(
  layout: CgroupLayout,
  resources: LinuxResources,
  present: Present,
): Compiled {
  const parts = PARTS.filter(({ key }) => resources[key] !== undefined).map(({ of, compile }) =>
    compile(resources, homeOf(layout, of)?.version ?? layout.version, present),
  )
  const all = [...parts, unifiedSettings(resources.unified ?? {}, layout.version)]
  const settings = all.flatMap((part) => part.settings)
  for (const { controller, name } of settings) {
    if (!homeOf(layout, controller)) throw refused(name, `this host has no cgroup controller ${controller}`)
  }
  return compiled(
    settings,
    all.flatMap((part) => part.warnings),
  )
}

/** Less than one is no limit, as with runc: tools send 0 for it. */
function pidsSettings({ limit = 0 }: NonNullable<LinuxResources['pids']>): Compiled {
  return compiled([{ controller: 'pids', name: 'pids.max', value: limit > 0 ? String(limit) : 'max' }])
}
