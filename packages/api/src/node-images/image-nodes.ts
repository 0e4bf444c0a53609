import type { AuditEntry } from '@berth/auth'
import type { Db } from '@berth/db'
import type { NodeImages } from '@berth/protocol'

/** Control, as far as it knows the images of nodes. Error of all: node.unreachable. */
export type ImageNodes = {
  nodeImages(nodeId: string): Promise<NodeImages>
  /** Error: image.in_use. */
  pruneImages(nodeId: string, digest?: string): Promise<{ freedBytes: number }>
  prefetchImage(nodeId: string, image: { repository: string; digest: string }): Promise<void>
}

/** What the questions about nodes' images are asked with. */
export type Parts = { readonly db: Db; readonly nodes: ImageNodes }
export type By = Pick<AuditEntry, 'by' | 'ip'>
