import type { Health, ProcessView, ReleaseView } from '@berth/protocol'
import type { Limits } from '@berth/core'

/** An app as its release has it, as far as a berth.yml says something of it. */
export type LiveApp = {
  readonly port: number | null
  readonly health: Health
  readonly limits: Limits
  readonly processes: Readonly<Record<string, ProcessView>>
  readonly volumes: ReleaseView['volumes']
  readonly releaseCommand: readonly string[] | null
  readonly cron: ReleaseView['cron']
  /** values; null for one that whoever asks may not read */
  readonly env: Readonly<Record<string, string | null>>
}
