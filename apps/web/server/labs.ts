import path from 'node:path'
import type { Db } from '@berth/db'
import { resolveImage } from '@berth/deploy'
import { nodeInfoSchema } from '@berth/protocol'
import type { ImageLookup } from '@berth/registry'
import { createLabService, type LabService } from '@berth/sandbox/labs'
import type { ControlClient } from './control-client.ts'
import { createLabReader } from './lab-reader/create-lab-reader.ts'

/** The labs that ship; the same way up from what is bundled and from the sources. */
const EXAMPLES = path.join(import.meta.dirname, '../../../infra/labs')

/** Labs, whose images are found as a deploy finds its own. */
export function createLabs(options: {
  readonly db: Db
  readonly images: ImageLookup
  readonly control: Pick<ControlClient, 'fetchFolder'>
  /** registry names may start with it */
  readonly host: string
}): LabService {
  const { db, images, control, host } = options
  return createLabService({
    db,
    read: createLabReader(),
    examples: EXAMPLES,
    fetch: (wanted) => control.fetchFolder(wanted),
    async resolve(tenant, text) {
      const nodes = await db.node.findMany({ select: { info: true } })
      const architectures = new Set(
        nodes.flatMap(({ info }) => nodeInfoSchema.safeParse(info).data?.arch ?? []),
      )
      return resolveImage({ text, tenant, host, architectures: [...architectures], images })
    },
  })
}
