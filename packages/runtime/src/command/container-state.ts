import type { Hook } from './hook.ts'
import type { ContainerStatus } from './status.ts'

/** What is kept of a container below the root folder. */
export type SavedContainer = {
  readonly ociVersion: string
  readonly id: string
  readonly bundle: string
  readonly rootfs: string
  readonly annotations: Readonly<Record<string, string>>
  /** ISO 8601 */
  readonly created: string
  /** name or number of who created it */
  readonly owner: string
  readonly cgroup: string
  /** the unit of systemd that has this group; absent when the group was made without it */
  readonly scope?: string | undefined
  readonly process: { readonly pid: number; readonly startTime: string } | null
  /** set-up has come to its end */
  readonly complete: boolean
  /** config.json names a process; else the container cannot be started */
  readonly startable: boolean
  /** of config.json, which need not be read again for them */
  readonly hooks: { readonly poststart: readonly Hook[]; readonly poststop: readonly Hook[] }
}

/** The state as runtime-spec 1.2 has it, with what runc adds to it. */
export type ContainerState = {
  readonly ociVersion: string
  readonly id: string
  readonly pid: number
  readonly status: ContainerStatus
  readonly bundle: string
  readonly rootfs: string
  readonly created: string
  readonly annotations: Readonly<Record<string, string>>
  readonly owner: string
}

export function describeState(saved: SavedContainer, status: ContainerStatus): ContainerState {
  const { ociVersion, id, bundle, rootfs, created, annotations, owner } = saved
  const pid = status === 'stopped' ? 0 : (saved.process?.pid ?? 0)
  return { ociVersion, id, pid, status, bundle, rootfs, created, annotations, owner }
}
