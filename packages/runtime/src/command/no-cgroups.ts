import { BerthError } from '@berth/core'
import type { CommandCgroups } from './command-cgroups.ts'

/** `--cgroup-manager disabled`: the container stays in its caller's groups, and nothing can be limited or paused. */
export const NO_CGROUPS: CommandCgroups = {
  resolve: () => '',
  create: () => Promise.resolve({ tasks: [], bornIn: '' }),
  entry: () => ({ tasks: [], bornIn: '' }),
  update: refuse,
  stats: refuse,
  watch: () => ({ ready: Promise.resolve(), close: () => undefined }),
  members: () => Promise.resolve([]),
  freeze: refuse,
  thaw: () => Promise.resolve(),
  isFrozen: () => Promise.resolve(false),
  kill: refuse,
  remove: () => Promise.resolve(),
}

function refuse(): Promise<never> {
  return Promise.reject(
    new BerthError(
      'runtime.unsupported',
      'the container has no control groups: --cgroup-manager is disabled',
    ),
  )
}
