import { PassThrough, Readable, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { BerthError } from '@berth/core'
import { type ByteReader, createByteReader } from './byte-reader.ts'
import { isZstd, zstdFrames } from './zstd-frames.ts'

/** Fewer and larger pieces: each one is a round through the thread pool. */
const CHUNK = 256 * 1024

/**
 * The tar archive within a layer, whatever it is packed with: gzip, zstd or nothing, told by its first bytes, because
 * media types are often wrong. Errors: image.corrupt, and what `packed` throws.
 */
export async function* decompress(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const reader = createByteReader(packed)
  const { bytes, output } = unpackerOf(await reader.peek(4), reader)
  // objects, because a stream of bytes may join pieces, and those of zstd end where a frame does
  const input = Readable.from(bytes, { objectMode: true, highWaterMark: 2 })
  input.on('error', (error) => output.destroy(error))
  input.pipe(output)
  try {
    yield* output
  } catch (cause) {
    throw cause instanceof Error && 'errno' in cause && 'code' in cause && isUnpackingCode(String(cause.code))
      ? new BerthError(
          'image.corrupt',
          `a layer cannot be unpacked: ${cause.message}; push the image again`,
          { cause },
        )
      : cause
  } finally {
    input.destroy()
    output.destroy()
    reader.close()
  }
}

function unpackerOf(start: Buffer, reader: ByteReader): { bytes: AsyncIterable<Buffer>; output: Transform } {
  if (start.toString('hex', 0, 2) === '1f8b') {
    return { bytes: reader.rest(), output: createGunzip({ chunkSize: CHUNK }) }
  }
  if (isZstd(start)) return { bytes: zstdFrames(reader), output: createZstdDecompress({ chunkSize: CHUNK }) }
  return { bytes: reader.rest(), output: new PassThrough() }
}

function isUnpackingCode(code: string): boolean {
  return code.startsWith('Z_') || code.startsWith('ZSTD_')
}
