import { BerthError } from '@berth/core'
import { mountBlob } from '../blob-links.ts'
import { type BlobDownload, startBlobDownload } from './blob-download.ts'
import { makeRoom } from './make-room.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'
import { storeBlob } from './store-blob.ts'
import { upstreamFailed, upstreamFailure } from './upstream-failure.ts'

const MAX_DOWNLOADS = 32

/**
 * The download of a blob that this repository does not have yet, one at a time whoever asks; undefined when it needs
 * none, or when the upstream has no such blob: then a look at its link tells. `size`, where a manifest said it.
 * Errors: mirror.upstream_*, disk.full.
 */
export function fetchBlob(
  deps: MirrorDeps,
  source: Source,
  blob: { readonly digest: string; readonly size?: number | undefined },
): Promise<BlobDownload | undefined> {
  const key = `${source.repositoryId} ${blob.digest}`
  const running = deps.downloads.get(key)
  if (running) return running
  const begun = begin(deps, source, blob)
  deps.downloads.set(key, begun)
  const forget = () => void deps.downloads.delete(key)
  begun.then((download) => (download ? download.done.then(forget, forget) : forget()), forget)
  return begun
}

async function begin(
  deps: MirrorDeps,
  source: Source,
  { digest, size: promised }: { digest: string; size?: number | undefined },
): Promise<BlobDownload | undefined> {
  if (await linkSibling(deps, source, digest)) return undefined
  if (deps.downloads.size > MAX_DOWNLOADS)
    throw new BerthError('mirror.busy', 'many images are being fetched right now: try again in a moment')
  const { client, upstream } = source
  const answer = await askBlob(source, 'GET', digest)
  if (!answer) return undefined
  try {
    const size = sizeOf(answer.headers['content-length'], promised, client.host)
    const leave = await makeRoom(deps, upstream, size)
    deps.counts.asked(upstream.id)
    return startBlobDownload({
      host: client.host,
      size,
      body: answer.body,
      store: (bytes) => storeBlob(deps, source, { digest, size, bytes }).finally(leave),
      read: (range) => deps.blobs.read(digest, range),
    })
  } catch (error) {
    answer.body.destroy()
    throw error
  }
}

/** How long a blob is that is only at the upstream; undefined when it has none. Errors: mirror.upstream_*. */
export async function blobSize(source: Source, digest: string): Promise<number | undefined> {
  const answer = await askBlob(source, 'HEAD', digest)
  answer?.body.destroy()
  return answer && sizeOf(answer.headers['content-length'], undefined, source.client.host)
}

async function askBlob({ client, repository }: Source, method: 'GET' | 'HEAD', digest: string) {
  const path = `${repository}/blobs/${digest}`
  const answer = await client.ask({ method, path, repository, size: 'large' })
  if (answer.status === 200) return answer
  answer.body.destroy()
  const failure = upstreamFailure(answer, { host: client.host, what: `a blob of ${repository}` })
  if (!failure) return undefined
  client.rest(failure)
  throw failure
}

/**
 * What another repository of the same upstream has is not fetched twice: whoever may read one of them may read both.
 * Never from elsewhere: that a digest is stored says nothing about who may have it.
 */
async function linkSibling({ db, clock }: MirrorDeps, source: Source, digest: string): Promise<boolean> {
  const { repositoryId, upstream } = source
  const sibling = await db.repositoryBlob.findFirst({
    where: { digest, repository: { upstreamId: upstream.id }, blob: { missingAt: null } },
    select: { repositoryId: true, blob: { select: { size: true } } },
  })
  if (!sibling) return false
  const blob = { repositoryId: sibling.repositoryId, digest, size: Number(sibling.blob.size) }
  return db.$transaction((tx) => mountBlob(tx, blob, repositoryId, clock.now()))
}

function sizeOf(header: string | undefined, promised: number | undefined, host: string): number {
  const length = header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined
  const size = promised ?? length
  if (size === undefined) throw upstreamFailed(host, 'it does not say how long the blob is')
  if (length !== undefined && length !== size)
    throw upstreamFailed(host, `it has a blob of ${length} bytes where the manifest says ${size}`)
  return size
}
