import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { constants, createZstdCompress } from 'node:zlib'
import { BerthError } from '@berth/core'
import { archiveKey, manifestKey } from './backup-keys.ts'
import { type BackupManifest, writeManifest } from './backup-manifest.ts'
import type { BackupBucket } from './ports.ts'
import { AROUND, mostOf } from './possible-sizes.ts'

export type BackupSubject = Omit<BackupManifest, 'format' | 'version' | 'archive'>

/**
 * An archive goes into the bucket as it comes, in constant memory, and when it is whole its manifest. What fails leaves
 * no backup behind.
 */
export async function makeBackup(options: {
  readonly bucket: BackupBucket
  readonly archive: AsyncIterable<Uint8Array>
  readonly subject: BackupSubject
  readonly onProgress: (bytes: number) => void
}): Promise<BackupManifest['archive']> {
  const { bucket, subject, onProgress } = options
  const { volume, id, limitBytes } = subject
  const most = mostOf(limitBytes)
  const key = archiveKey(volume, id)
  const hash = createHash('sha256')
  let [bytes, storedBytes] = [0, 0]
  const counted = watched(options.archive, (chunk) => {
    bytes += chunk.length
    if (bytes > most) throw tooMuch(volume)
    onProgress(bytes)
  })
  const params = { [constants.ZSTD_c_checksumFlag]: 1 }
  // whoever reads the end of it gets what failed on the way
  const packed = pipeline(Readable.from(counted), createZstdCompress({ params }), () => undefined)
  await bucket.abandon(key) // of an attempt that was cut off
  await bucket.write(
    key,
    watched(packed, (chunk) => {
      hash.update(chunk)
      storedBytes += chunk.length
    }),
  )
  const archive = { bytes, storedBytes, digest: `sha256:${hash.digest('hex')}` }
  const text = Buffer.from(writeManifest({ ...subject, archive }))
  await bucket.write(manifestKey(volume, id), Readable.from([text]))
  return archive
}

function tooMuch(volume: string): BerthError {
  return new BerthError(
    'backup.full',
    `volume ${volume} holds files that take more than ${AROUND} times its limit in an archive: they have holes`,
  )
}

async function* watched(
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    see(chunk)
    yield chunk
  }
}
