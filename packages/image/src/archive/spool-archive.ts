import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { decompress } from '../unpack/decompress.ts'
import { DEFAULT_LAYER_LIMITS, refuseTooLarge } from '../unpack/limits.ts'

/** Writes an archive, packed or not, unpacked to a file, so that one can look into it. Error: image.too_large. */
export async function spoolArchive(
  from: AsyncIterable<Buffer>,
  path: string,
  limits = DEFAULT_LAYER_LIMITS,
): Promise<void> {
  let packed = 0
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of from) {
      packed += chunk.length
      yield chunk
    }
  }
  async function* weighed(): AsyncGenerator<Buffer> {
    let unpacked = 0
    for await (const chunk of decompress(counted())) {
      unpacked += chunk.length
      refuseTooLarge(limits, { packed, unpacked })
      yield chunk
    }
  }
  await pipeline(Readable.from(weighed(), { objectMode: false }), createWriteStream(path, { mode: 0o600 }))
}
