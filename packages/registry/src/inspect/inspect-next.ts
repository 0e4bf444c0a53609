import { BerthError, type Clock } from '@berth/core'
import type { BlobStore } from '@berth/blob'
import type { Db } from '@berth/db'
import type { Logger } from '@berth/log'
import { imageConfigSchema } from '@berth/oci'
import type { RegistryHappenings } from '../happenings.ts'
import { openContent } from '../small/small-reader.ts'
import { checkManifest } from '../manifest.ts'
import { attachDocument } from './attach-document.ts'
import { claimImage, type DueImage } from './claim-image.ts'
import type { InspectedImage, InspectImage, Inspection } from './inspect-port.ts'

export type InspectDeps = {
  readonly db: Db
  readonly blobs: BlobStore
  readonly happenings: RegistryHappenings
  readonly inspect: InspectImage
  readonly clock: Clock
  readonly log: Logger
}

/** Longer than looking into an image may take. */
const LEASE_MS = 15 * 60_000
const TIME_MS = 10 * 60_000
const MAX_TRIES = 3
/** An image may bring twenty thousand packages. */
const MANY_ROWS = { maxWait: 10_000, timeout: 60_000 } as const

/** Looks into the image that waits longest. False when none does. To be called again and again, one at a time. */
export async function inspectNext(deps: InspectDeps, stopping: AbortSignal): Promise<boolean> {
  const now = deps.clock.now()
  const due = await claimImage(deps.db, now, new Date(now.getTime() + LEASE_MS))
  if (!due) return false
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIME_MS)])
  try {
    await inspectOne(deps, due, signal)
  } catch (error) {
    if (stopping.aborted) return false
    deps.log.warn({ err: error, digest: due.digest, tries: due.tries }, 'an image was not looked into')
    if (isHopeless(error) || due.tries >= MAX_TRIES) await settle(deps, due)
  }
  return true
}

async function inspectOne(deps: InspectDeps, due: DueImage, signal: AbortSignal): Promise<void> {
  const { db, inspect } = deps
  const row = await db.manifest.findUnique({
    where: { repositoryId_digest: { repositoryId: due.repositoryId, digest: due.digest } },
    include: { repository: { select: { name: true } } },
  })
  if (!row) return
  const image = describe(row)
  const inspection = await inspect(image, (digest) => openContent(deps, digest), signal)
  const subject = { digest: row.digest, size: Number(row.size), mediaType: row.mediaType }
  const about = { repositoryId: row.repositoryId, name: image.repository, subject }
  // the quota counts the document, and no packages: rows that it refuses to pay for are not written
  for (const document of inspection.documents) await attachDocument(deps, { ...about, document })
  await keepPackages(deps, due, inspection)
  for (const document of (await inspection.later?.()) ?? [])
    await attachDocument(deps, { ...about, document })
  await settle(deps, due)
}

function describe(row: {
  readonly digest: string
  readonly mediaType: string
  readonly content: Uint8Array
  readonly config: Uint8Array | null
  readonly repository: { readonly name: string }
}): InspectedImage {
  const { blobs } = checkManifest(row.content, row.mediaType)
  const config = imageConfigSchema.safeParse(
    JSON.parse(Buffer.from(row.config ?? []).toString('utf8') || '{}'),
  )
  const created = config.success && config.data.created ? new Date(config.data.created) : null
  return {
    repository: row.repository.name,
    digest: row.digest,
    createdAt: created && Number.isFinite(created.getTime()) ? created : null,
    layers: blobs.map(({ digest }) => digest),
  }
}

async function keepPackages({ db }: InspectDeps, due: DueImage, { packages }: Inspection): Promise<void> {
  const { repositoryId, digest } = due
  const data = packages.map(({ type, name, version }) => ({ repositoryId, digest, type, name, version }))
  await db.$transaction(async (tx) => {
    await tx.imagePackage.deleteMany({ where: { repositoryId, digest } })
    await tx.imagePackage.createMany({ data, skipDuplicates: true })
  }, MANY_ROWS)
}

async function settle({ db }: InspectDeps, { repositoryId, digest }: DueImage): Promise<void> {
  await db.manifest.updateMany({ where: { repositoryId, digest }, data: { inspectAfter: null } })
}

function isHopeless(error: unknown): boolean {
  if (!(error instanceof BerthError)) return false
  return error.kind === 'invalid' || error.kind === 'exhausted' || error.code === 'registry.quota_exceeded'
}
