import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { blobPaths } from './blob-paths.ts'
import type { BlobStore } from './blob-store.ts'
import { createBufferPairs } from './buffer-pairs.ts'
import { onDisk, unlessMissing } from './disk-error.ts'
import { createFileBlobWriter } from './file-blob-writer.ts'
import { listFiles } from './list-files.ts'
import { createHashMemory } from './running-hash.ts'
import { listSegments } from './segments.ts'
import { sendFile } from './send-file.ts'
import { setFileAside } from './set-file-aside.ts'

const READ_BYTES = 512 * 1024

/** Blobs as files below `root`, which any number of processes may share. */
export function createFileBlobStore(root: string): BlobStore {
  const paths = blobPaths(root)
  const hashes = createHashMemory()
  const pairs = createBufferPairs()
  return {
    stat: async (digest) => {
      const found = await unlessMissing(stat(paths.blob(digest).file))
      return found && { size: found.size }
    },
    read: async (digest, range) => {
      // opened here, so that a blob that is missing or removed meanwhile is an error before the first byte
      const handle = await unlessMissing(open(paths.blob(digest).file, 'r'))
      if (!handle)
        throw new BerthError('registry.blob_unknown', `there is no blob ${digest}`, { details: { digest } })
      const content = createReadStream('', { fd: handle, highWaterMark: READ_BYTES, ...range })
      const sendTo = (response: ServerResponse) =>
        sendFile(handle, response, { pairs, range }).finally(() => content.destroy())
      return Object.assign(content, { sendTo })
    },
    create: async (uploadId) => {
      await onDisk(mkdir(paths.upload(uploadId), { recursive: true, mode: 0o750 }))
      return createFileBlobWriter({ paths, hashes, uploadId, segments: [] })
    },
    resume: async (uploadId) => {
      const segments = await listSegments(paths.upload(uploadId))
      return segments && createFileBlobWriter({ paths, hashes, uploadId, segments })
    },
    // moved to where the reaper of uploads looks, should this process die before it is deleted
    setAside: (digest) => setFileAside(paths.blob(digest).file, paths.upload(`removed-${randomUUID()}`)),
    list: () => listFiles(root),
    cancelUpload: async (uploadId) => {
      hashes.forget(uploadId)
      await rm(paths.upload(uploadId), { recursive: true, force: true })
    },
    uploads: async () => {
      const uploadIds = (await unlessMissing(readdir(paths.uploads))) ?? []
      const found = await Promise.all(
        uploadIds.map(async (uploadId) => {
          const stats = await unlessMissing(stat(join(paths.uploads, uploadId)))
          return stats ? [{ uploadId, touchedAt: stats.mtime }] : []
        }),
      )
      return found.flat()
    },
  }
}
