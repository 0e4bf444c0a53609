import { PassThrough, Readable, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { BerthError } from '@berth/core'

/** Fewer and larger pieces: each one is a round through the thread pool. */
const CHUNK = 256 * 1024

/**
 * The tar archive within a layer, whatever it is packed with: gzip, zstd or nothing, told by its first bytes, because
 * media types are often wrong. Errors: image.corrupt, and what `packed` throws.
 */
export async function* decompress(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = packed[Symbol.asyncIterator]()
  const first = await source.next()
  if (first.done) return
  const input = Readable.from(putBack(first.value, source), { objectMode: false })
  const output = decompressorOf(first.value)
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
  }
}

function decompressorOf(start: Buffer): Transform {
  const magic = start.toString('hex', 0, 4)
  if (magic.startsWith('1f8b')) return createGunzip({ chunkSize: CHUNK })
  if (magic === '28b52ffd') return createZstdDecompress({ chunkSize: CHUNK })
  return new PassThrough()
}

function isUnpackingCode(code: string): boolean {
  return code.startsWith('Z_') || code.startsWith('ZSTD_')
}

async function* putBack(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
