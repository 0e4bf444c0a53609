import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { VolumeMount } from '@berth/runtime'
import type { Memory } from '../memory.ts'
import { isToFill } from '../volumes.ts'
import { DATA } from './data-folder.ts'
import type { VolumeFolders } from './volume-folders.ts'

/**
 * The named volumes of one start. A new one is made here, and filled from what the image has at its path. Errors:
 * volume.unsupported, volume.lost.
 */
export async function mountNamed(
  folders: VolumeFolders | undefined,
  { spec, started }: Pick<Memory, 'spec' | 'started'>,
): Promise<readonly VolumeMount[]> {
  const { volumes = [] } = spec
  if (volumes.length === 0) return []
  if (!folders)
    throw new BerthError('volume.unsupported', 'its node has no disk with limits, which volumes need')
  return Promise.all(
    volumes.map(async ({ id, path, readOnly, bytes, made, from }) => {
      // a specification stays as it is while its container starts again and again
      if (!made && started === null) await folders.make(id, bytes, from)
      const source = join(await folders.folder(id), DATA)
      const fill = readOnly ? await leaveEmpty(source) : await isToFill(source)
      return { source, destination: path, readonly: readOnly, fill }
    }),
  )
}

/** Nothing can be copied into what is mounted read-only. */
async function leaveEmpty(source: string): Promise<false> {
  await mkdir(source, { recursive: true })
  return false
}

/** Of a path that the image has a volume at too, the named one is meant; what lies in another is mounted after it. */
export function mountsInOrder(
  named: readonly VolumeMount[],
  ofImage: readonly VolumeMount[],
): readonly VolumeMount[] {
  const taken = new Set(named.map(({ destination }) => destination))
  const all = [...named, ...ofImage.filter(({ destination }) => !taken.has(destination))]
  return all.toSorted((a, b) => (a.destination < b.destination ? -1 : 1))
}
