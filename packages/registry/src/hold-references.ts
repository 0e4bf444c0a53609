import { BerthError } from '@berth/core'
import type { Tx } from '@berth/db'
import type { CheckedManifest } from './manifest.ts'
import type { RepositoryName } from './names.ts'

/**
 * Within the transaction that writes a manifest: what it names is there, and stays until the manifest is written, so
 * that neither collection nor a delete comes between. Error: registry.manifest_blob_unknown.
 */
export async function holdReferences(
  tx: Tx,
  { repositoryId, name, manifest }: { repositoryId: string; name: RepositoryName; manifest: CheckedManifest },
): Promise<void> {
  const blobs = digestsOf([...(manifest.config ? [manifest.config] : []), ...manifest.blobs])
  if (blobs.length > 0) {
    const held = await tx.$queryRaw<{ digest: string }[]>`
      SELECT digest FROM "RepositoryBlob"
      WHERE "repositoryId" = ${repositoryId} AND digest = ANY (${blobs}::text[])
      ORDER BY digest FOR KEY SHARE`
    refuseLost(name, 'blob', blobs, held)
  }
  const children = digestsOf(manifest.children)
  if (children.length > 0) {
    const held = await tx.$queryRaw<{ digest: string }[]>`
      SELECT digest FROM "Manifest"
      WHERE "repositoryId" = ${repositoryId} AND digest = ANY (${children}::text[])
      ORDER BY digest FOR NO KEY UPDATE`
    refuseLost(name, 'manifest', children, held)
    await tx.manifest.updateMany({
      where: { repositoryId, digest: { in: children }, named: false },
      data: { named: true },
    })
  }
}

function digestsOf(descriptors: readonly { readonly digest: string }[]): string[] {
  return [...new Set(descriptors.map(({ digest }) => digest))]
}

function refuseLost(
  name: RepositoryName,
  what: string,
  wanted: readonly string[],
  held: readonly { readonly digest: string }[],
): void {
  const there = new Set(held.map(({ digest }) => digest))
  const lost = wanted.find((digest) => !there.has(digest))
  if (lost === undefined) return
  throw new BerthError(
    'registry.manifest_blob_unknown',
    `${name.full} has no ${what} ${lost} any more: push it again`,
    { details: { repository: name.full, digest: lost } },
  )
}
