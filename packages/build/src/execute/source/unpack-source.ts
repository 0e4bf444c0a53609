import { mkdir } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { type LayerLimits, unpackArchive } from '@berth/image'
import { BuildFailed } from '../build-failed.ts'

const MIB = 1024 * 1024

/** What a source may be beside its limit of disk. */
const LIMITS: Omit<LayerLimits, 'bytes'> = {
  entries: 200_000,
  nameBytes: 32 * MIB,
  ratio: 1000,
  ratioFrom: 64 * MIB,
}

/** Unpacks a source into a new folder; all of it is root's. Error: BuildFailed. */
export async function unpackSource(options: {
  readonly init: string
  readonly directory: string
  readonly packed: AsyncIterable<Buffer>
  readonly bytes: number
}): Promise<void> {
  const { init, directory, packed, bytes } = options
  await mkdir(directory)
  try {
    const limits = { ...LIMITS, bytes }
    await unpackArchive({ init, directory, packed, limits, owner: { uid: 0, gid: 0 } })
  } catch (error) {
    if (!(error instanceof BerthError) || error instanceof BuildFailed) throw error
    if (error.code === 'disk.full') throw new BuildFailed({ kind: 'disk', message: error.message }, error)
    if (!error.code.startsWith('image.')) throw error
    const message = error.message.replaceAll('a layer', 'the source')
    throw new BuildFailed({ kind: 'source', message }, error)
  }
}
