import type { Db } from '@berth/db'
import { indexSchema, manifestSchema } from '@berth/oci'

/** How long a blob is by the word of a manifest of its repository; undefined when none names it. */
export async function promisedSize(
  db: Db,
  repositoryId: string,
  digest: string,
): Promise<number | undefined> {
  const manifest = await db.manifest.findFirst({
    where: { repositoryId, references: { has: digest } },
    select: { content: true },
  })
  if (!manifest) return undefined
  const value: unknown = JSON.parse(Buffer.from(manifest.content).toString('utf8'))
  const image = manifestSchema.safeParse(value).data
  const named = image ? [image.config, ...image.layers] : (indexSchema.safeParse(value).data?.manifests ?? [])
  return named.find((descriptor) => descriptor.digest === digest)?.size
}
