import { createHash } from 'node:crypto'
import type { BlobStore } from '@berth/blob'
import { type Clock, newId } from '@berth/core'
import type { Db } from '@berth/db'
import { announceBlob, linkBlob } from '../blob-links.ts'
import type { RegistryHappenings } from '../happenings.ts'
import { holdReferences } from '../hold-references.ts'
import { checkManifest } from '../manifest.ts'
import { manifestRow } from '../manifest-store.ts'
import { parseRepositoryName } from '../names.ts'
import { settleQuota } from '../quota/settle.ts'
import { saveManifest } from '../save-manifest.ts'
import type { Document } from './inspect-port.ts'

type Deps = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly happenings: RegistryHappenings
  readonly clock: Clock
}

type Attachment = {
  readonly repositoryId: string
  readonly name: string
  readonly subject: { readonly digest: string; readonly size: number; readonly mediaType: string }
  readonly document: Document
}

/** Who pushed what the platform itself keeps: nobody's e-mail, and no token's name. */
export const BY_PLATFORM = 'berth'

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const EMPTY = { mediaType: 'application/vnd.oci.empty.v1+json', content: '{}' }
const ABANDONED_MS = 60 * 60_000

/**
 * Keeps a document beside an image, as an artifact that refers to it (image-spec, "guidelines for artifact usage").
 * The same document of the same image is kept once. Error: registry.quota_exceeded.
 */
export async function attachDocument(deps: Deps, attachment: Attachment): Promise<void> {
  const { repositoryId, subject, document } = attachment
  const config = await keep(deps, repositoryId, EMPTY)
  const layer = await keep(deps, repositoryId, document)
  const content = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: document.mediaType,
      config,
      layers: [layer],
      subject,
      annotations: document.annotations,
    }),
  )
  const manifest = checkManifest(content, MANIFEST)
  const now = deps.clock.now()
  const row = manifestRow({
    ...{ repositoryId, digest: digestOf(content), content, manifest, pushedBy: BY_PLATFORM, pushedAt: now },
    summary: { config: null, platforms: [], imageBytes: BigInt(config.size + layer.size) },
  })
  await deps.db.$transaction(async (tx) => {
    await holdReferences(tx, { repositoryId, name: parseRepositoryName(attachment.name), manifest })
    const isNew = await saveManifest(tx, { ...row, inspectAfter: null })
    if (isNew) await settleQuota(tx, { repositoryId, added: content.length, now })
  })
}

async function keep(
  { db, blobs, clock }: Deps,
  repositoryId: string,
  { mediaType, content }: { readonly mediaType: string; readonly content: string },
) {
  const bytes = Buffer.from(content)
  const [digest, size, id, now] = [digestOf(bytes), bytes.length, newId('upload'), clock.now()]
  const expiresAt = new Date(now.getTime() + ABANDONED_MS)
  await db.upload.create({ data: { id, repositoryId, createdAt: now, expiresAt } })
  try {
    const writer = await blobs.create(id)
    try {
      await writer.append(oncePer(bytes))
      await announceBlob(db, { digest, size }, now)
      await writer.commit({ digest, size })
    } catch (error) {
      await writer.cancel()
      throw error
    }
    await db.$transaction((tx) => linkBlob(tx, { repositoryId, digest, size, uploadId: id }, clock.now()))
  } finally {
    await db.upload.deleteMany({ where: { id } })
  }
  return { mediaType, digest, size }
}

async function* oncePer(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
