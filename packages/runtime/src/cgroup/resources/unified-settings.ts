import { BerthError } from '@berth/core'
import { type Compiled, compiled, refused, type ResourceSetting } from './setting.ts'
import type { Controller } from '../layout.ts'

/** Controllers whose files may be written by name; `cgroup.*` would move processes or take the limits away. */
const OPEN: readonly Controller[] = ['cpu', 'memory', 'pids', 'cpuset', 'io', 'hugetlb', 'rdma']

/** Files of v2 by their names. Errors: input.invalid, runtime.unsupported on v1. */
export function unifiedSettings(unified: Readonly<Record<string, string>>, version: 1 | 2): Compiled {
  const entries = Object.entries(unified)
  if (entries.length > 0 && version === 1) throw refused('unified', 'this host has cgroup v1')
  return compiled(entries.map(([name, value]) => fileSetting(name, value)))
}

function fileSetting(name: string, value: string): ResourceSetting {
  const [prefix] = name.split('.')
  const controller = OPEN.find((candidate) => candidate === prefix)
  if (controller && /^[a-z]+(\.[A-Za-z0-9_]+)+$/.test(name)) return { controller, name, value }
  throw new BerthError(
    'input.invalid',
    `linux.resources.unified: "${name}" is not a file of ${OPEN.join(', ')}`,
    { details: { name } },
  )
}
