import type { SeccompAction } from '@berth/oci'

/** SECCOMP_RET_* of linux/seccomp.h */
const RETURN: Readonly<Record<SeccompAction, number>> = {
  SCMP_ACT_ALLOW: 0x7fff0000,
  SCMP_ACT_ERRNO: 0x00050000,
  SCMP_ACT_KILL: 0x00000000,
  SCMP_ACT_KILL_THREAD: 0x00000000,
  SCMP_ACT_KILL_PROCESS: 0x80000000,
  SCMP_ACT_TRAP: 0x00030000,
  SCMP_ACT_TRACE: 0x7ff00000,
  SCMP_ACT_LOG: 0x7ffc0000,
  SCMP_ACT_NOTIFY: 0x7fc00000,
}

const EPERM = 1
const ENOSYS = 38

export const NO_SUCH_CALL = RETURN.SCMP_ACT_ERRNO | ENOSYS
export const KILL_PROCESS = RETURN.SCMP_ACT_KILL_PROCESS

/** What a filter returns: the action, and its number for those that carry one. */
export function actionValue(action: SeccompAction, errno: number | undefined): number {
  const carries = action === 'SCMP_ACT_ERRNO' || action === 'SCMP_ACT_TRACE'
  return carries ? RETURN[action] | (errno ?? EPERM) : RETURN[action]
}

/** A call that is newer than the profile should not exist then, so that programs try an older one. */
export function refuses(action: SeccompAction): boolean {
  switch (action) {
    case 'SCMP_ACT_ERRNO':
    case 'SCMP_ACT_KILL':
    case 'SCMP_ACT_KILL_THREAD':
    case 'SCMP_ACT_KILL_PROCESS':
    case 'SCMP_ACT_TRAP':
      return true
    case 'SCMP_ACT_ALLOW':
    case 'SCMP_ACT_TRACE':
    case 'SCMP_ACT_LOG':
    case 'SCMP_ACT_NOTIFY':
      return false
  }
}

/** Which of two is the stricter: the kernel's own order, in which filters overrule each other. */
export function stricter(a: number, b: number): number {
  return (signedAction(a) <= signedAction(b) ? a : b) >>> 0
}

function signedAction(value: number): number {
  return value | 0
}
