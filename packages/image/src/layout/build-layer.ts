import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { randomBase32 } from '@berth/core'
import { type Descriptor, MEDIA_TYPES } from '@berth/oci'
import type { LayerEntry } from './layer-entry.ts'
import { encodeTarHeader, TAR_END, tarPadding } from './tar-writer.ts'

/** A layer as a blob of a layout: its descriptor, and the digest of the archive before it was packed. */
export type BuiltLayer = { readonly descriptor: Descriptor; readonly diffId: string }

/**
 * Packs entries, in their order, into a blob of the layout at `dir`. The same entries give the same digest on the
 * same version of zlib.
 */
export async function buildLayer(
  dir: string,
  entries: AsyncIterable<LayerEntry> | Iterable<LayerEntry>,
): Promise<BuiltLayer> {
  return packLayer(dir, archive(entries))
}

/** The same for an archive that is one already; where it breaks off nothing is left under a digest. */
export async function packLayer(dir: string, bytes: AsyncIterable<Uint8Array>): Promise<BuiltLayer> {
  const blobs = blobFolder(dir)
  await mkdir(blobs, { recursive: true })
  const aside = join(dir, `layer-${randomBase32(8)}`)
  const unpacked = createHash('sha256')
  const packed = createHash('sha256')
  let size = 0
  const count = (chunk: Buffer) => {
    size += chunk.length
  }
  await pipeline(
    Readable.from(bytes, { objectMode: false }),
    tap(unpacked),
    createGzip({ chunkSize: 256 * 1024 }),
    tap(packed, count),
    createWriteStream(aside),
  )
  const hex = packed.digest('hex')
  await rename(aside, join(blobs, hex))
  return {
    descriptor: { mediaType: `${MEDIA_TYPES.ociLayer}+gzip`, digest: `sha256:${hex}`, size },
    diffId: `sha256:${unpacked.digest('hex')}`,
  }
}

export function blobFolder(dir: string): string {
  return join(dir, 'blobs', 'sha256')
}

async function* archive(entries: AsyncIterable<LayerEntry> | Iterable<LayerEntry>): AsyncGenerator<Buffer> {
  for await (const entry of entries) {
    yield encodeTarHeader(entry)
    if (entry.type !== 'file') continue
    for await (const chunk of entry.open() as AsyncIterable<Buffer>) yield chunk
    yield tarPadding(entry.size)
  }
  yield TAR_END
}

function tap(hash: Hash, see: (chunk: Buffer) => void = () => undefined): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      see(chunk)
      done(null, chunk)
    },
  })
}
