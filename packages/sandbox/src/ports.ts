import type { Tx } from '@berth/db'
import type { ReplyOf, RequestOf, sandboxMessages, ScriptReply, ScriptRequest } from '@berth/protocol'

/** What this package asks of its surroundings; the apps pass it in. */

/** `@berth/queue`'s Queues fit; never rejects. */
export type Wake = {
  wakeNode(nodeId: string, containerIds: readonly string[], generation: number): Promise<void>
}

/** Nodes that take containers, with bytes of memory that may still be given out there, and bytes of disk that are free. */
export type Rooms = (
  tx: Pick<Tx, 'node' | '$queryRaw'>,
) => Promise<readonly { readonly nodeId: string; readonly memory: number; readonly disk: number }[]>

/** Runs scripts of labs in containers. Errors of `run`: node.unreachable, runtime.exec_failed. */
export type Scripts = {
  /** this process holds the stream of the node */
  reaches(nodeId: string): boolean
  run(nodeId: string, request: ScriptRequest): Promise<ScriptReply>
}

type FileCall<Name extends keyof typeof sandboxMessages> = (
  nodeId: string,
  request: RequestOf<typeof sandboxMessages, Name>,
) => Promise<ReplyOf<typeof sandboxMessages, Name>>

/** Files of containers, by their nodes. Errors: file.*, container.busy, node.unreachable. */
export type NodeFiles = {
  readonly read: FileCall<'files.read'>
  readonly write: FileCall<'files.write'>
  readonly change: FileCall<'files.change'>
}

/** pino's fits */
export type Log = {
  debug(data: object, message: string): void
  warn(data: object, message: string): void
}
