import { BerthError } from '@berth/core'
import type { Db, Prisma } from '@berth/db'
import { parseManifestReference } from '../names.ts'
import type { FoundRepository } from './visible.ts'

/** The manifest that a tag or a digest names. Errors: registry.manifest_unknown, registry.digest_invalid. */
export async function findManifest<S extends Prisma.ManifestSelect>(
  db: Db,
  { id: repositoryId, name }: FoundRepository,
  reference: string,
  select: S,
): Promise<{ tag: TagRow | null; manifest: Prisma.ManifestGetPayload<{ select: S }> }> {
  const named = parseManifestReference(reference)
  const tag = 'tag' in named ? await findTag(db, repositoryId, named.tag) : null
  const digest = 'tag' in named ? tag?.digest : named.digest
  const where = { repositoryId_digest: { repositoryId, digest: digest ?? '' } }
  const manifest = digest ? await db.manifest.findUnique({ where, select }) : null
  // Prisma computes the same type, which TypeScript cannot see through its own generics
  if (manifest) return { tag, manifest: manifest as Prisma.ManifestGetPayload<{ select: S }> }
  throw new BerthError('registry.manifest_unknown', `${name} has no image ${reference}`, {
    details: { repository: name, reference },
  })
}

type TagRow = {
  name: string
  digest: string
  pushedAt: Date
  pushedBy: string | null
  pulls: bigint
  pulledAt: Date | null
}

function findTag(db: Db, repositoryId: string, name: string): Promise<TagRow | null> {
  return db.tag.findUnique({ where: { repositoryId_name: { repositoryId, name } } })
}
