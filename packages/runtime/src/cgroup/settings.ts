import { join } from 'node:path'
import type { Limits } from '@berth/core'
import type { CgroupLayout } from './layout.ts'
import { controllerFolder } from './paths.ts'

/**
 * A value to write; `optional` when kernels without the feature do not have the file. `while`: only as long as
 * that file says this.
 */
export type Setting = {
  readonly file: string
  readonly value: string
  readonly optional?: true
  readonly while?: { readonly file: string; readonly says: string }
}

const PERIOD_USEC = 100_000
const MIN_QUOTA_USEC = 1_000

/** Limits of one container, in the order in which they must be written. No swap: memsw equals memory. */
export function limitSettings(
  layout: CgroupLayout,
  instance: string,
  id: string,
  limits: Limits,
): readonly Setting[] {
  const quota = Math.max(MIN_QUOTA_USEC, Math.round(limits.cpu * PERIOD_USEC))
  const of = (controller: 'cpu' | 'memory' | 'pids', file: string) =>
    join(controllerFolder(layout, controller, instance, id), file)
  if (layout.version === 2) {
    return [
      { file: of('memory', 'memory.max'), value: String(limits.memory) },
      { file: of('memory', 'memory.swap.max'), value: '0', optional: true },
      { file: of('cpu', 'cpu.max'), value: `${quota} ${PERIOD_USEC}` },
      { file: of('cpu', 'cpu.weight'), value: String(weight(limits.cpu)) },
      { file: of('pids', 'pids.max'), value: String(limits.pids) },
    ]
  }
  return [
    { file: of('memory', 'memory.limit_in_bytes'), value: String(limits.memory) },
    { file: of('memory', 'memory.memsw.limit_in_bytes'), value: String(limits.memory), optional: true },
    { file: of('cpu', 'cpu.cfs_period_us'), value: String(PERIOD_USEC) },
    { file: of('cpu', 'cpu.cfs_quota_us'), value: String(quota) },
    { file: of('cpu', 'cpu.shares'), value: String(shares(limits.cpu)) },
    { file: of('pids', 'pids.max'), value: String(limits.pids) },
  ]
}

/** Set once for all containers of an instance, which inherit them; `pids` is what they may have together. */
export function parentSettings(layout: CgroupLayout, instance: string, pids: number): readonly Setting[] {
  const together = { file: join(controllerFolder(layout, 'pids', instance), 'pids.max'), value: String(pids) }
  if (layout.version === 2) {
    const value = '+cpu +memory +pids'
    return [
      { file: join(layout.unified, 'cgroup.subtree_control'), value },
      { file: join(controllerFolder(layout, 'cpu', instance), 'cgroup.subtree_control'), value },
      together,
    ]
  }
  const folder = controllerFolder(layout, 'devices', instance)
  return [
    // the kernel refuses this once there are children, and then it was done before them
    {
      file: join(folder, 'devices.deny'),
      value: 'a',
      while: { file: join(folder, 'devices.list'), says: 'a *:* rwm' },
    },
    ...ALLOWED_DEVICES.map((value) => ({ file: join(folder, 'devices.allow'), value })),
    together,
  ]
}

/** null, zero, full, random, urandom, tty, console, ptmx, pseudo-terminals; nodes may be made, not opened. */
const ALLOWED_DEVICES = [
  'c *:* m',
  'b *:* m',
  'c 1:3 rwm',
  'c 1:5 rwm',
  'c 1:7 rwm',
  'c 1:8 rwm',
  'c 1:9 rwm',
  'c 5:0 rwm',
  'c 5:1 rwm',
  'c 5:2 rwm',
  'c 136:* rwm',
]

/** When everybody wants the processor, each gets what corresponds to its limit. 1 core: 1024 (v1), 100 (v2). */
function shares(cpu: number): number {
  return Math.min(262_144, Math.max(2, Math.round(cpu * 1024)))
}

function weight(cpu: number): number {
  return Math.min(10_000, Math.max(1, Math.round(cpu * 100)))
}
