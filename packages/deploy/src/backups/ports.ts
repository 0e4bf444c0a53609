import type { BucketAddress } from '@berth/protocol'

/** A tenant's bucket, below its prefix. Errors: backup.refused, backup.unreachable, backup.full. */
export type BackupBucket = {
  /** Writes, looks at and removes a small object. */
  check(): Promise<void>
  /** In constant memory; whole or not at all. */
  write(key: string, source: AsyncIterable<Uint8Array>): Promise<void>
  /** undefined: there is none */
  read(key: string): Promise<AsyncIterable<Uint8Array> | undefined>
  list(prefix: string): AsyncIterable<{ readonly key: string; readonly size: number }>
  /** What is not there is no error. */
  remove(key: string): Promise<void>
  /** Gives up what was begun at this key and never ended. */
  abandon(key: string): Promise<void>
  /** Cuts what is under way. */
  close(): void
}

export type OpenBucket = (address: BucketAddress, secret: string) => Promise<BackupBucket>

/** What volumes hold, at their nodes. Errors: node.unreachable, volume.*, and what the node says. */
export type NodeArchives = {
  has(nodeId: string): boolean
  /** A tar archive of what the volume holds at this moment. */
  read(nodeId: string, volume: string, signal: AbortSignal): AsyncIterable<Uint8Array>
  /** The archive becomes a snapshot, whole or not at all: a source that fails leaves nothing. */
  write(
    nodeId: string,
    made: { readonly volume: string; readonly snapshot: string; readonly bytes: number },
    source: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void>
}

/** What a look into the bucket brought: how many backups it has, and how many manifests are none of a backup there. */
export type Scan = { readonly found: number; readonly unread: number }

/** What is asked of control, which alone speaks to buckets. Errors: those of the bucket, backup.target_missing. */
export type BackupDesk = {
  /** Without a secret with the one that is kept. */
  check(tenantId: string, address: BucketAddress, secret?: string): Promise<void>
  scan(tenantId: string): Promise<Scan>
  /** Error: backup.not_found. */
  remove(tenantId: string, backup: string): Promise<void>
}
