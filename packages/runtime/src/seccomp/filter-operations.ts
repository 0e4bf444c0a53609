import { BerthError } from '@berth/core'
import type { Seccomp } from '@berth/oci'
import type { Operation, Plan } from '../plan/operation.ts'

/** SECCOMP_FILTER_FLAG_* of linux/seccomp.h */
const FLAG: Readonly<Record<NonNullable<Seccomp['flags']>[number], number>> = {
  SECCOMP_FILTER_FLAG_TSYNC: 1,
  SECCOMP_FILTER_FLAG_LOG: 2,
  SECCOMP_FILTER_FLAG_SPEC_ALLOW: 4,
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: 32,
}

/** The container as its runtime knows it before its process has a pid: runtime-spec, State. */
export type ListenedContainer = {
  readonly ociVersion: string
  readonly id: string
  readonly status: 'creating' | 'running'
  readonly bundle: string
  readonly annotations?: Readonly<Record<string, string>>
}

/**
 * Loads the compiled profile. TSYNC is left out: there is one thread, to which the kernel applies the filter anyway.
 * WAIT_KILLABLE_RECV counts only together with a listener.
 */
export function filterOperation(profile: Seccomp, program: Uint8Array): Operation {
  const flags = (profile.flags ?? []).filter(
    (flag) =>
      flag !== 'SECCOMP_FILTER_FLAG_TSYNC' &&
      (flag !== 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV' || asksListener(profile)),
  )
  return { op: 'seccomp', program, flags: flags.reduce((all, flag) => all | FLAG[flag], 0) }
}

/**
 * To stand right after `clone`: connects to the profile's listener, which is then sent the descriptor and the container
 * process state (runtime-spec, seccomp). Nothing without SCMP_ACT_NOTIFY. Error: runtime.unsupported, when there is
 * nobody to notify.
 */
export function listenerOperations(profile: Seccomp, container: ListenedContainer): Plan {
  if (!asksListener(profile)) return []
  if (profile.listenerPath === undefined) {
    throw new BerthError('runtime.unsupported', 'linux.seccomp: SCMP_ACT_NOTIFY needs a listenerPath')
  }
  const { ociVersion } = container
  const seen = { ociVersion, fds: ['seccompFd'], metadata: profile.listenerMetadata ?? '' }
  const state = [`${opened(seen)},"pid":`, `,"state":${opened(container)},"pid":`, '}}']
  return [{ op: 'notify', socket: profile.listenerPath, state }]
}

/** An object in JSON that goes on. */
function opened(value: object): string {
  return JSON.stringify(value).slice(0, -1)
}

function asksListener({ defaultAction, syscalls }: Seccomp): boolean {
  return [defaultAction, ...syscalls.map(({ action }) => action)].includes('SCMP_ACT_NOTIFY')
}
