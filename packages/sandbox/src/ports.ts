import type { Tx } from '@berth/db'
import type { ScriptReply, ScriptRequest } from '@berth/protocol'

/** What this package asks of its surroundings; the apps pass it in. */

/** `@berth/queue`'s Queues fit; never rejects. */
export type Wake = {
  wakeNode(nodeId: string, containerIds: readonly string[], generation: number): Promise<void>
}

/** Nodes that take containers, and bytes that may still be given out there. */
export type Rooms = (
  tx: Pick<Tx, 'node' | '$queryRaw'>,
) => Promise<readonly { readonly nodeId: string; readonly memory: number }[]>

/** Runs scripts of labs in containers. Errors of `run`: node.unreachable, runtime.exec_failed. */
export type Scripts = {
  /** this process holds the stream of the node */
  reaches(nodeId: string): boolean
  run(nodeId: string, request: ScriptRequest): Promise<ScriptReply>
}

/** pino's fits */
export type Log = {
  debug(data: object, message: string): void
  warn(data: object, message: string): void
}
