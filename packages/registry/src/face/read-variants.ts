import type { Db } from '@berth/db'
import { type Descriptor, indexSchema } from '@berth/oci'
import type { VariantView } from '@berth/protocol'
import { storedJson } from './stored-json.ts'
import type { FoundRepository } from './visible.ts'

/** The manifests of an index with their sizes; undefined for what is none. */
export async function readVariants(
  db: Db,
  { id: repositoryId }: FoundRepository,
  { content, references, config }: { content: Uint8Array; references: string[]; config: Uint8Array | null },
): Promise<VariantView[] | undefined> {
  const index = config ? undefined : indexSchema.safeParse(storedJson(content)).data
  if (!index) return undefined
  const rows = await db.manifest.findMany({
    where: { repositoryId, digest: { in: references } },
    select: { digest: true, platforms: true, imageBytes: true },
  })
  const known = new Map(rows.map((row) => [row.digest, row]))
  return index.manifests.map((descriptor) => {
    const row = known.get(descriptor.digest)
    return {
      digest: descriptor.digest,
      platform: row?.platforms[0] ?? platformOf(descriptor),
      bytes: Number(row?.imageBytes ?? 0n),
      attestation: descriptor.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest',
    }
  })
}

function platformOf({ platform }: Descriptor): string {
  return platform ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/') : '-'
}
