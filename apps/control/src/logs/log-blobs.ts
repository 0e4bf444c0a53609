import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import type { BlobStore } from '@berth/blob'
import { BerthError } from '@berth/core'
import type { LogBlobs } from '@berth/deploy'

/** Parts of logs in a store of blobs: each is small, and read and written whole. */
export function createLogBlobs(store: BlobStore): LogBlobs {
  return {
    async put(digest, bytes) {
      if (await store.stat(digest)) return
      const writer = await store.create(randomUUID())
      try {
        await writer.append(one(bytes))
        await writer.commit({ digest })
      } catch (error) {
        await writer.cancel()
        throw error
      }
    },
    async get(digest) {
      try {
        return await buffer(await store.read(digest))
      } catch (error) {
        if (error instanceof BerthError && error.code === 'registry.blob_unknown') return undefined
        throw error
      }
    },
    async remove(digest) {
      const aside = await store.setAside(digest)
      await aside.finish()
    },
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
