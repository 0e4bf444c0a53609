import type { LinuxConfig } from '@berth/oci'
import type { CgroupEntry } from '../../cgroup/paths.ts'
import type { IdMappings } from './id-maps.ts'
import type { Ledger } from './ledger.ts'

/** What every mount of one container is compiled with. */
export type MountContext = {
  readonly ledger: Ledger
  readonly bundle: string
  readonly cgroup: CgroupEntry
  readonly ids: IdMappings | undefined
  /** mounts belong to a user namespace of the container's: what it does must not reach the host's */
  readonly ownUsers: boolean
  /** the new process reaches the host's files, and so can open them in the order of the configuration */
  readonly opensItself: boolean
  readonly rootPropagation: LinuxConfig['rootfsPropagation']
  /** a label that every new file system is mounted with */
  readonly label: string | undefined
}
