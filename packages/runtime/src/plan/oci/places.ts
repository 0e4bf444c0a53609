import type { CgroupEntry } from '../../cgroup/paths.ts'
import type { Operation, Plan } from '../operation.ts'

/** What every plan needs beside the configuration. */
type ProcessPlaces = {
  /** the plan's first operation: who attends the process, and where it waits for its start */
  readonly attend: Extract<Operation, { op: 'attend' }>
  readonly cgroup: CgroupEntry
  /** the compiled filter of `linux.seccomp`: what connects to its listener, and what loads it */
  readonly seccomp: { readonly notify: Plan; readonly load: Plan } | undefined
}

/** Places on the host, and what the caller asked for. */
export type OciPlaces = ProcessPlaces & {
  /** absolute; relative sources of mounts lie below it */
  readonly bundle: string
  /** absolute path of the root file system */
  readonly rootfs: string
  /** name of a session keyring of its own; undefined: the caller's stays */
  readonly keyring: string | undefined
  /** the state that hooks read, cut in two where the pid stands */
  readonly hookState: { readonly before: string; readonly after: string }
  /** the root is entered, not pivoted to */
  readonly noPivot: boolean
}

/** The container that a further process enters, by its first process. */
export type OciExecPlaces = ProcessPlaces & {
  readonly init: { readonly pid: number; readonly startTime: bigint }
}

/** Facts of this host that decide what can be given. */
export type OciHost = {
  /** this process' own bounding set, as a mask */
  readonly bounding: bigint
  /** this process' own additional groups */
  readonly groups: readonly number[]
  readonly apparmor: boolean
  readonly selinux: boolean
}

/** `warnings`: what the specification lets go on, one line each. */
export type OciPlan = { readonly plan: Plan; readonly warnings: readonly string[] }
