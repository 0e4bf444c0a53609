import { createHash } from 'node:crypto'
import type { BlobStore } from '@berth/blob'
import { newId } from '@berth/core'

/** Puts a stream into a store, and says what it is called there. Errors: disk.full, and whatever the stream throws. */
export async function keepContent(
  store: BlobStore,
  content: AsyncIterable<Uint8Array>,
): Promise<{ digest: string; size: number }> {
  const hash = createHash('sha256')
  const writer = await store.create(newId('upload'))
  try {
    await writer.append(hashed(content, hash))
    const digest = `sha256:${hash.digest('hex')}`
    const { size } = await writer.commit({ digest })
    return { digest, size }
  } catch (error) {
    await writer.cancel()
    throw error
  }
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of content) {
    hash.update(chunk)
    yield chunk
  }
}
