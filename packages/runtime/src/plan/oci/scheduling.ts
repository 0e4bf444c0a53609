import { type LinuxConfig, MEMORY_POLICY_FLAGS, type ProcessConfig, SCHEDULER_FLAGS } from '@berth/oci'
import type { Plan } from '../operation.ts'
import { maskOfList } from './number-list.ts'
import { unsupported } from './refuse.ts'

type Scheduler = NonNullable<ProcessConfig['scheduler']>
type MemoryPolicy = NonNullable<LinuxConfig['memoryPolicy']>

/** linux/sched.h */
const POLICY: Readonly<Record<Scheduler['policy'], number>> = {
  SCHED_OTHER: 0,
  SCHED_FIFO: 1,
  SCHED_RR: 2,
  SCHED_BATCH: 3,
  SCHED_ISO: 4,
  SCHED_IDLE: 5,
  SCHED_DEADLINE: 6,
}

/** linux/ioprio.h */
const IO_CLASS = { IOPRIO_CLASS_RT: 1, IOPRIO_CLASS_BE: 2, IOPRIO_CLASS_IDLE: 3 } as const
const IO_CLASS_SHIFT = 13

/** linux/mempolicy.h */
const MODE: Readonly<Record<MemoryPolicy['mode'], number>> = {
  MPOL_DEFAULT: 0,
  MPOL_PREFERRED: 1,
  MPOL_BIND: 2,
  MPOL_INTERLEAVE: 3,
  MPOL_LOCAL: 4,
  MPOL_PREFERRED_MANY: 5,
  MPOL_WEIGHTED_INTERLEAVE: 6,
}
const MODE_FLAG_SHIFT = 13

/** linux/personality.h */
const PERSONALITY = { LINUX: 0, LINUX32: 8 } as const

/** How the process is run, in what it inherits by the execution of its program. */
export function schedulingOperations(process: ProcessConfig, linux: LinuxConfig): Plan {
  const { scheduler, ioPriority } = process
  const { personality, memoryPolicy } = linux
  return [
    ...(personality ? [{ op: 'personality', value: PERSONALITY[personality.domain] } as const] : []),
    ...(memoryPolicy ? memoryOperations(memoryPolicy) : []),
    ...(ioPriority
      ? [
          {
            op: 'ioPriority',
            value: (IO_CLASS[ioPriority.class] << IO_CLASS_SHIFT) | ioPriority.priority,
          } as const,
        ]
      : []),
    ...(scheduler ? schedulerOperations(scheduler) : []),
  ]
}

function schedulerOperations(scheduler: Scheduler): Plan {
  if (scheduler.policy === 'SCHED_ISO')
    throw unsupported('process.scheduler.policy', 'SCHED_ISO was never made part of Linux')
  const flags = (scheduler.flags ?? []).reduce(
    (mask, flag) => mask | (1n << BigInt(SCHEDULER_FLAGS.indexOf(flag))),
    0n,
  )
  return [
    {
      op: 'scheduler',
      policy: POLICY[scheduler.policy],
      flags,
      nice: (scheduler.nice ?? 0) >>> 0,
      priority: scheduler.priority ?? 0,
      runtime: scheduler.runtime ?? 0n,
      deadline: scheduler.deadline ?? 0n,
      period: scheduler.period ?? 0n,
    },
  ]
}

function memoryOperations({ mode, nodes, flags }: MemoryPolicy): Plan {
  const bits = (flags ?? []).reduce(
    (mask, flag) => mask | (1 << (MODE_FLAG_SHIFT + MEMORY_POLICY_FLAGS.indexOf(flag))),
    0,
  )
  return [
    { op: 'memoryPolicy', mode: MODE[mode] | bits, nodes: nodes ? maskOfList(nodes) : new Uint8Array() },
  ]
}
