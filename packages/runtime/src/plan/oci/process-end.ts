import type { ProcessConfig } from '@berth/oci'
import { DEFAULT_PATH } from '../container-defaults.ts'
import { NO_UMASK, type Operation, type Plan } from '../operation.ts'
import { rlimitNumber } from '../rlimit.ts'
import type { CapabilitySets } from './capabilities.ts'
import type { OciHost } from './places.ts'

const SYS_ADMIN = 1n << 21n

/** Where a program without a slash in its name is looked for. */
export function searchPath(env: readonly string[]): string {
  return env.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? DEFAULT_PATH
}

/** Ids inside; before the standard streams are given to them. */
export function identityOperation({ user }: ProcessConfig): Operation {
  return { op: 'identity', uid: user.uid, gid: user.gid, groups: wordsOf(user.additionalGids ?? []) }
}

/** While the host's rights are there: a limit above our own could not be set later. */
export function raiseLimits({ rlimits }: ProcessConfig): Plan {
  return (rlimits ?? []).map(({ type, hard }) => ({ op: 'raiseLimit', resource: rlimitNumber(type), hard }))
}

/**
 * Identity, rights, folder, limits, filter, program. The filter comes last where that needs no right; else right before
 * the right is given up, so that no more than that has to be allowed by it. Limits of what we use ourselves come late.
 */
export function endOperations(
  process: ProcessConfig,
  sets: CapabilitySets,
  load: Plan,
  init: Plan = [],
): Plan {
  const env = process.env ?? []
  const { effective, permitted, inheritable, ambient } = sets
  const rights: Operation = { op: 'capabilities', effective, permitted, inheritable, ambient }
  const cwd: Operation = { op: 'cwd', path: process.cwd }
  const filtered: Plan = process.noNewPrivileges
    ? [rights, cwd, ...limits(process), { op: 'noNewPrivileges' }, ...load]
    : [
        { ...rights, effective: effective | SYS_ADMIN, permitted: permitted | SYS_ADMIN, ambient: 0n },
        cwd,
        ...limits(process),
        ...load,
        rights,
      ]
  return [
    { op: 'takeIdentity', bounding: sets.bounding, umask: process.user.umask ?? NO_UMASK },
    ...(load.length > 0 || process.noNewPrivileges ? filtered : [rights, cwd, ...limits(process)]),
    ...init,
    { op: 'exec', search: searchPath(env), argv: process.args, env },
  ]
}

/** A label is demanded of a security module; where it is not active there is nobody to give it. */
export function labelOperations(
  { apparmorProfile, selinuxLabel }: ProcessConfig,
  { apparmor, selinux }: OciHost,
): { readonly plan: Plan; readonly warnings: readonly string[] } {
  const plan: Operation[] = []
  const warnings: string[] = []
  if (apparmorProfile) {
    if (apparmor) plan.push(label('self/attr/apparmor/exec', `exec ${apparmorProfile}`))
    else
      warnings.push(
        `process.apparmorProfile: AppArmor is not active here, "${apparmorProfile}" has no effect`,
      )
  }
  if (selinuxLabel) {
    if (selinux) plan.push(label('self/attr/exec', selinuxLabel))
    else warnings.push(`process.selinuxLabel: SELinux is not active here, "${selinuxLabel}" has no effect`)
  }
  return { plan, warnings }
}

function label(path: string, data: string): Operation {
  return { op: 'writeProc', path, data }
}

function limits({ rlimits }: ProcessConfig): Plan {
  return (rlimits ?? []).map(({ type, soft, hard }) => ({
    op: 'rlimit',
    resource: rlimitNumber(type),
    soft,
    hard,
  }))
}

function wordsOf(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(numbers).buffer)
}
