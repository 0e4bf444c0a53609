import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { unpackArchive } from '@berth/image'
import type { HostWork } from '../files/host-sessions.ts'
import { DATA } from './data-folder.ts'
import { type ReceivingVolumes } from './receiving-volumes.ts'
import type { VolumeFolders } from './volume-folders.ts'

/** As an export writes at most; names stay in memory meanwhile. */
const MAX_ENTRIES = 1_000_000
const MAX_NAME_BYTES = 128 * 1024 ** 2
/** Headers, and what the archive fills files up with. */
const AROUND = 4

/**
 * What the viewer sends, a tar archive, plain or packed by gzip or zstd, becomes a snapshot of the volume; control was
 * told of it when this ends with 0. Errors: volume.unsupported, volume.archive_refused, disk.failed.
 */
export function importVolume(
  options: {
    readonly init: string
    readonly volumes?: VolumeFolders
    readonly receiving: ReceivingVolumes
    readonly tellVolumes: () => Promise<void>
  },
  { volume, snapshot, bytes }: { readonly volume: string; readonly snapshot: string; readonly bytes: number },
): HostWork {
  const { init, volumes, receiving, tellVolumes } = options
  return async (output, signal) => {
    if (!volumes) throw new BerthError('volume.unsupported', 'its node has no disk with limits')
    let skipped = 0
    const fill = async (folder: string) => {
      const directory = join(folder, DATA)
      await mkdir(directory, { mode: 0o755 })
      const limits = {
        ...{ entries: MAX_ENTRIES, nameBytes: MAX_NAME_BYTES, bytes: bytes * AROUND },
        // the disk's own limit holds: what is packed well is no attack on it
        ...{ ratio: Number.POSITIVE_INFINITY, ratioFrom: Number.POSITIVE_INFINITY },
      }
      const packed = output.input
      const unpacked = unpackArchive({
        ...{ init, directory, packed, limits, attributes: 'keep', closed: 'closed' },
      })
      skipped = (await unpacked.catch(explain)).skippedDevices
      signal.throwIfAborted()
    }
    await receiving.run(volume, snapshot, () => volumes.receive(volume, { snapshot, bytes, fill }))
    if (skipped > 0) output.note(`${skipped} device nodes were left out`)
    await tellVolumes()
    return 0
  }
}

/** Every failure says first that nothing was lost by it. */
function explain(error: unknown): never {
  const why = error instanceof BerthError ? reasonOf(error) : undefined
  if (why === undefined) throw error
  throw new BerthError(
    'volume.archive_refused',
    `the archive was refused, and the volume is as it was: ${why}`,
    { cause: error },
  )
}

function reasonOf({ code, message }: BerthError): string | undefined {
  switch (code) {
    case 'disk.full':
      return 'it holds more than the volume may'
    case 'image.corrupt':
      return 'it is cut off, or no tar archive (plain, or packed by gzip or zstd)'
    case 'image.too_large':
      return 'it holds too much, or too many files'
    case 'image.unsafe':
      return message.replace(/^a layer /, 'it ') // names and why, in words that were written for layers of images
    default:
      return undefined
  }
}
