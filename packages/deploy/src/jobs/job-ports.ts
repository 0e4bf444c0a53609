import type { KeptLine } from '@berth/protocol'

/** What this package asks of whoever holds the nodes' streams; control passes it in. */
export type JobLogs = {
  /** The newest lines of a container's log, secrets hidden. Errors: node.unreachable, container.not_found. */
  read(container: { readonly id: string; readonly nodeId: string }): Promise<readonly KeptLine[]>
}
