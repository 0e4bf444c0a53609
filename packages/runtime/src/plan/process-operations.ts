import type { RuntimeSpec } from '@berth/oci'
import { capabilityMask } from './capability.ts'
import { DEFAULT_PATH } from './container-defaults.ts'
import type { Operation, Plan } from './operation.ts'
import { rlimitNumber } from './rlimit.ts'

/**
 * The end of every plan: rights are given up in this order, and the filter comes last, right before the program or
 * what is done in its place.
 */
export function processOperations(
  process: RuntimeSpec['process'],
  filter: Uint8Array,
  last: Operation = { op: 'exec', search: DEFAULT_PATH, argv: process.args, env: process.env },
): Plan {
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
    last,
  ]
}
