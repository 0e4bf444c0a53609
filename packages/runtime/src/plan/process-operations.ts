import type { RuntimeSpec } from '@berth/oci'
import { capabilityMask } from './capability.ts'
import { DEFAULT_PATH } from './container-defaults.ts'
import type { Operation, Plan } from './operation.ts'
import { rlimitNumber } from './rlimit.ts'

/** Executes the program of a process. */
export function execOperation({ args, env }: RuntimeSpec['process']): Operation {
  return { op: 'exec', search: DEFAULT_PATH, argv: args, env }
}

/**
 * How every plan gives rights up, in this order; the filter comes last, right before the program or what is done in
 * its place, and `end` says what that is.
 */
export function processOperations(process: RuntimeSpec['process'], filter: Uint8Array, end: Plan): Plan {
  return [
    ...(process.rlimits ?? []).map(
      ({ type, soft, hard }): Operation => ({
        op: 'rlimit',
        resource: rlimitNumber(type),
        soft: BigInt(soft),
        hard: BigInt(hard),
      }),
    ),
    { op: 'enterUserns' },
    { op: 'credentials', bounding: capabilityMask(process.capabilities?.bounding ?? []) },
    { op: 'cwd', path: process.cwd },
    { op: 'noNewPrivileges' },
    { op: 'seccomp', program: filter, flags: 0 },
    ...end,
  ]
}
