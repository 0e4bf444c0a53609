import { createHash, randomUUID } from 'node:crypto'
import type { BlobStore } from '@berth/blob'
import { BerthError, newId } from '@berth/core'
import type { Db, Tx } from '@berth/db'
import type { SourceView } from '@berth/protocol'
import { inSources } from '../locks.ts'

const MIB = 1024 ** 2

/** One source, as it is sent: an archive of what is built, without what its ignore files name. */
export const MAX_SOURCE_BYTES = 512 * MIB
/** All that a tenant's kept builds were made of. */
const MAX_TENANT_BYTES = 8192 * MIB
/** Small ones take rows and files all the same. */
const MAX_TENANT_SOURCES = 5000

/**
 * Stores what somebody sends, by its digest. Errors: source.too_large, quota.exceeded, registry.digest_invalid (it is
 * not what `digest` says), disk.full.
 */
export async function receiveSource(
  { db, store }: { readonly db: Db; readonly store: BlobStore },
  sent: {
    readonly tenantId: string
    readonly by: string
    readonly content: AsyncIterable<Uint8Array>
    /** what the sender says of it; absent: nothing */
    readonly digest?: string | undefined
    readonly size?: number | undefined
  },
): Promise<SourceView> {
  const { tenantId } = sent
  const room = await roomOf(db, tenantId)
  if ((sent.size ?? 0) > room.bytes) throw room.refusal()
  const writer = await store.create(randomUUID())
  const hash = createHash('sha256')
  try {
    const size = await writer.append(measured(sent.content, { hash, room }))
    const digest = sent.digest ?? `sha256:${hash.digest('hex')}`
    const id = newId('source')
    // before the content: what a row names is never swept away
    await inSources(db, tenantId, async (tx) => {
      const left = await roomOf(tx, tenantId) // others may have come meanwhile
      if (size > left.bytes) throw left.refusal()
      await tx.source.create({ data: { id, tenantId, digest, size: BigInt(size), createdBy: sent.by } })
    })
    try {
      await writer.commit({ digest })
    } catch (error) {
      await db.source.delete({ where: { id } })
      throw error
    }
    return { id, digest, size }
  } catch (error) {
    await writer.cancel()
    throw error
  }
}

type Room = { readonly bytes: number; refusal(): BerthError }

async function roomOf(db: Pick<Tx, 'source'>, tenantId: string): Promise<Room> {
  const found = await db.source.aggregate({ where: { tenantId }, _sum: { size: true }, _count: true })
  if (found._count >= MAX_TENANT_SOURCES) return { bytes: -1, refusal: tooMany }
  const left = MAX_TENANT_BYTES - Number(found._sum.size ?? 0n)
  if (left < MAX_SOURCE_BYTES) return { bytes: Math.max(0, left), refusal: noRoom }
  return { bytes: MAX_SOURCE_BYTES, refusal: tooLarge }
}

async function* measured(
  content: AsyncIterable<Uint8Array>,
  { hash, room }: { hash: ReturnType<typeof createHash>; room: Room },
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > room.bytes) throw room.refusal()
    hash.update(chunk)
    yield chunk
  }
}

function tooLarge(): BerthError {
  const most = MAX_SOURCE_BYTES / MIB
  return new BerthError(
    'source.too_large',
    `this is larger than ${most} MiB: name what is not needed in .dockerignore`,
    { details: { maxBytes: MAX_SOURCE_BYTES } },
  )
}

function noRoom(): BerthError {
  return new BerthError(
    'quota.exceeded',
    `the sources of this tenant's builds take ${MAX_TENANT_BYTES / MIB} MiB already: older ones go when newer builds of their apps have ended`,
  )
}

function tooMany(): BerthError {
  return new BerthError(
    'quota.exceeded',
    `this tenant has ${MAX_TENANT_SOURCES} sources of builds: older ones go when newer builds of their apps have ended`,
  )
}
