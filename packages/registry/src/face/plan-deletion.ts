import { BerthError } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { DeletionView } from '@berth/protocol'
import { parseManifestReference } from '../names.ts'
import { findDoomed } from './doomed.ts'
import { bytesOfManifests, bytesOfRepository, type FreedBytes } from './freed-bytes.ts'
import { findUsers } from './image-users.ts'
import { FALLBACK_TAG, standingTags } from './referrer-kind.ts'
import type { FoundRepository } from './visible.ts'

/** What goes with a deletion, as rows; `view` is what is shown before. */
export type Deletion = {
  readonly view: DeletionView
  /** null: all of the repository */
  readonly manifests: readonly string[] | null
  /** tags that go beside those of the manifests */
  readonly tags: readonly string[]
}

/**
 * `reference`: a tag goes alone, and leaves its manifest to the collection; a digest takes its tags, and whatever nothing
 * else holds, along; null is the whole repository. Error: registry.manifest_unknown.
 */
export async function planDeletion(
  db: Db | Tx,
  repository: FoundRepository,
  reference: string | null,
): Promise<Deletion> {
  if (reference === null) return planRepository(db, repository)
  const named = parseManifestReference(reference)
  return 'tag' in named ? planTag(db, repository, named.tag) : planImage(db, repository, named.digest)
}

async function planTag(db: Db | Tx, repository: FoundRepository, tag: string): Promise<Deletion> {
  const { id: repositoryId } = repository
  const row = await db.tag.findUnique({ where: { repositoryId_name: { repositoryId, name: tag } } })
  if (!row) throw unknown(repository, tag)
  const doomed = await findDoomed(db, { repositoryId, digest: row.digest, tags: { only: tag } })
  const users = await findUsers(db, repository, doomed)
  // a release goes on holding what it runs, so nothing is freed then
  const isHeld = users.usedBy.length + users.usedByOthers > 0
  const left = isHeld ? [] : doomed
  const bytes = await bytesOfManifests(db, repository, left)
  return {
    view: view('tag', { tags: [tag], manifests: left.length, bytes, ...users }),
    manifests: [],
    tags: [tag],
  }
}

async function planImage(db: Db | Tx, repository: FoundRepository, digest: string): Promise<Deletion> {
  const { id: repositoryId } = repository
  const manifests = await findDoomed(db, { repositoryId, digest, tags: 'all' })
  if (!manifests.includes(digest)) throw unknown(repository, digest)
  const pointing = await db.tag.findMany({
    where: { repositoryId, digest },
    orderBy: { name: 'asc' },
    select: { name: true },
  })
  const standsFor = manifests.flatMap(standingTags)
  const bytes = await bytesOfManifests(db, repository, manifests)
  const users = await findUsers(db, repository, manifests)
  const tags = pointing.map(({ name }) => name).filter((name) => !new RegExp(FALLBACK_TAG).test(name))
  return {
    view: view('image', { tags, manifests: manifests.length, bytes, ...users }),
    manifests,
    tags: standsFor,
  }
}

async function planRepository(db: Db | Tx, repository: FoundRepository): Promise<Deletion> {
  const where = { repositoryId: repository.id }
  const tags = await db.tag.findMany({ where, orderBy: { name: 'asc' }, select: { name: true } })
  const manifests = await db.manifest.count({ where })
  const bytes = await bytesOfRepository(db, repository)
  const users = await findUsers(db, repository, 'any')
  const names = tags.map(({ name }) => name)
  return { view: view('repository', { tags: names, manifests, bytes, ...users }), manifests: null, tags: [] }
}

function view(
  kind: DeletionView['kind'],
  {
    bytes,
    ...rest
  }: Omit<DeletionView, 'kind' | 'freedBytes' | 'quotaBytes' | 'sharedBytes'> & { bytes: FreedBytes },
): DeletionView {
  return { kind, ...rest, freedBytes: bytes.freed, quotaBytes: bytes.quota, sharedBytes: bytes.shared }
}

function unknown({ name }: FoundRepository, reference: string): BerthError {
  return new BerthError('registry.manifest_unknown', `${name} has no image ${reference}`, {
    details: { repository: name, reference },
  })
}
