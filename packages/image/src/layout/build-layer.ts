import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { randomBase32, toBerthError } from '@berth/core'
import { type Descriptor, MEDIA_TYPES } from '@berth/oci'
import { DEFAULT_LAYER_LIMITS, refuseTooLarge } from '../unpack/limits.ts'
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

/** what the packer may hold back before it gives some of it out */
const HELD_BACK = 256 * 1024

/**
 * The same for an archive that is one already; where it breaks off nothing is left under a digest. A file of a
 * container may say that it has a million times what it takes on disk: what no node would unpack is not packed either.
 * Error: image.too_large.
 */
export async function packLayer(
  dir: string,
  bytes: AsyncIterable<Uint8Array>,
  limits = DEFAULT_LAYER_LIMITS,
): Promise<BuiltLayer> {
  const blobs = blobFolder(dir)
  await mkdir(blobs, { recursive: true })
  const aside = join(dir, `layer-${randomBase32(8)}`)
  const unpacked = createHash('sha256')
  const packed = createHash('sha256')
  let [size, given] = [0, 0]
  const count = (chunk: Buffer) => {
    size += chunk.length
  }
  const weigh = (chunk: Buffer) => {
    given += chunk.length
    refuseTooLarge(limits, { packed: size + HELD_BACK, unpacked: given })
  }
  await pipeline(
    Readable.from(bytes, { objectMode: false }),
    tap(unpacked, weigh),
    createGzip({ chunkSize: HELD_BACK }),
    tap(packed, count),
    createWriteStream(aside),
  )
  refuseTooLarge(limits, { packed: size, unpacked: given })
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
      try {
        see(chunk)
      } catch (error) {
        done(toBerthError(error))
        return
      }
      done(null, chunk)
    },
  })
}
