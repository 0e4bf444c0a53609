import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { parseDigest } from '@berth/oci'
import { appendToFile } from './append-file.ts'
import type { BlobPaths } from './blob-paths.ts'
import type { BlobWriter } from './blob-store.ts'
import { onDisk, unlessMissing } from './disk-error.ts'
import { durableRename } from './durable-rename.ts'
import { hashOf, joinFiles, syncFile } from './file-content.ts'
import type { HashMemory } from './running-hash.ts'
import { publishSegment, type Segment } from './segments.ts'
import { wrongDigest, wrongSize } from './wrong-content.ts'

/**
 * Writes to a file of its own, which nobody else opens; it becomes a segment of the upload, or the blob, when it is
 * whole. So the hash that was taken while writing is the hash of what lies on disk.
 */
export async function createFileBlobWriter(upload: {
  readonly paths: BlobPaths
  readonly hashes: HashMemory
  readonly uploadId: string
  readonly segments: readonly Segment[]
}): Promise<BlobWriter> {
  const { paths, hashes, uploadId, segments } = upload
  const folder = paths.upload(uploadId)
  const own = join(folder, `new-${randomUUID()}`)
  const base = segments.reduce((sum, { size }) => sum + size, 0)
  let opened: FileHandle | undefined
  let sha256 = hashes.take(uploadId, base)
  let added = 0

  // many requests of an upload bring no bytes
  const openOwn = async () => {
    opened ??= await unlessMissing(onDisk(open(own, 'wx', 0o640)))
    if (opened) return opened
    throw new BerthError('registry.blob_upload_unknown', 'this upload was cancelled meanwhile')
  }
  const cancel = async () => {
    hashes.forget(uploadId)
    await opened?.close()
    await removeFolder(folder)
  }

  /** One synced file with all bytes of the upload, and its digest in the algorithm that is asked for. */
  const gather = async (algorithm: 'sha256' | 'sha512') => {
    const pieces = [...segments.map(({ path }) => path), ...(added > 0 ? [own] : [])]
    const whole = pieces.length > 1 ? join(folder, `all-${randomUUID()}`) : (pieces[0] ?? own)
    const known = algorithm === 'sha256' ? sha256 : undefined
    if (pieces.length === 0) await openOwn() // an empty blob is a file, too
    if (pieces.length > 1) return { whole, hex: await joinFiles(pieces, whole, algorithm) }
    const [hex] = await Promise.all([
      known ? known.digest('hex') : hashOf(whole, algorithm),
      opened && whole === own ? onDisk(opened.datasync()) : syncFile(whole),
    ])
    return { whole, hex }
  }

  return {
    get offset() {
      return base + added
    },
    append: async (source) => {
      const [handle, running] = [await openOwn(), sha256?.copy()]
      try {
        added += await appendToFile(handle, added, source, (chunk) => void running?.update(chunk))
      } catch (error) {
        await handle.truncate(added)
        throw error
      }
      sha256 = running
      return base + added
    },
    commit: async (expected) => {
      const { algorithm } = parseDigest(expected.digest)
      const size = base + added
      if (expected.size !== undefined && expected.size !== size) throw wrongSize(expected.size, size)
      const { whole, hex } = await gather(algorithm)
      if (`${algorithm}:${hex}` !== expected.digest) throw wrongDigest(expected.digest, `${algorithm}:${hex}`)
      await durableRename(whole, paths.blob(expected.digest).file)
      await cancel()
      return { size }
    },
    cancel,
    suspend: async () => {
      await opened?.close()
      if (added === 0) return opened && rm(own, { force: true })
      await publishSegment(folder, own, base)
      if (sha256) hashes.keep(uploadId, { offset: base + added, hash: sha256 })
    },
  }
}

/** Empty in most cases, which one call finds out. */
async function removeFolder(folder: string): Promise<void> {
  try {
    await rmdir(folder)
  } catch {
    await rm(folder, { recursive: true, force: true })
  }
}
