import type { DoorRoute } from '@berth/core'
import type { ImageConfig } from '@berth/oci'

/** What this package asks of the registry; the app passes it in. */
export type ImageLookup = {
  /** Undefined when this tenant sees no such repository, or it has no such tag or digest. */
  find(query: ImageQuery): Promise<FoundImage | undefined>
  /** The prefix below which images of another registry (`docker.io`) are mirrored; undefined when they are not. */
  mirrorOf(namespace: string): Promise<string | undefined>
  /** Names of the repository's tags that this tenant sees, newest first; empty when there is no such repository. */
  tags(query: { tenantId: string; repository: string }): Promise<readonly string[]>
}

type ImageQuery = {
  readonly tenantId: string
  /** `tenant/name` or `library/name` */
  readonly repository: string
  /** a tag or a digest */
  readonly reference: string
  /** of the nodes; empty: not known yet */
  readonly architectures?: readonly string[]
}

export type FoundImage = {
  /** of the manifest or index that the reference names */
  readonly digest: string
  /** one for an image, one per platform for an index */
  readonly configs: readonly ImageConfig[]
}

/** What this package asks of the vault. In web, which has no master key, control answers it. */
export type SecretBox = {
  seal(tenantId: string, values: Readonly<Record<string, string>>): Promise<Record<string, string>>
  open(tenantId: string, values: Readonly<Record<string, string>>): Promise<Record<string, string>>
}

/** Wakes whoever should look again; never rejects. `@berth/queue`'s Queues fit. */
export type Wake = {
  wakeNode(nodeId: string, containerIds: readonly string[], generation: number): Promise<void>
  wakeScheduler(reason: string, appId?: string): Promise<void>
}

/** The door, as far as it is driven from here; `@berth/ingress`'s Ingress fits. */
export type DoorPort = {
  /** Idempotent, with the whole set. Error: ingress.failed. */
  apply(routes: readonly DoorRoute[]): Promise<void>
  /** visitors' sessions of one server now */
  sessions(host: string, server: string): Promise<number>
}

/** What this package needs of a logger; pino's fits. */
export type Log = {
  debug(data: object, message: string): void
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}
