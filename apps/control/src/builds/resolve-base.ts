import type { Db } from '@berth/db'
import { resolveImage } from '@berth/deploy'
import { nodeInfoSchema } from '@berth/protocol'
import type { ImageLookup } from '@berth/registry'

/** Finds an image that a build is based on, as a deploy of its tenant would. */
export function createBaseResolver(options: {
  readonly db: Db
  readonly images: ImageLookup
  /** registry names may start with it */
  readonly host: string
}) {
  const { db, images, host } = options
  return async (tenant: { readonly id: string; readonly name: string }, reference: string) => {
    const nodes = await db.node.findMany({ select: { info: true } })
    const architectures = nodes.flatMap(({ info }) => nodeInfoSchema.safeParse(info).data?.arch ?? [])
    return resolveImage({ text: reference, tenant, host, architectures: [...new Set(architectures)], images })
  }
}
