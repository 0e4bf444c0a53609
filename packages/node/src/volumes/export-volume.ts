import { join } from 'node:path'
import { BerthError } from '@berth/core'
import { readWrittenTree } from '@berth/image'
import type { HostWork } from '../files/host-sessions.ts'
import { DATA } from './data-folder.ts'
import type { VolumeFolders } from './volume-folders.ts'

/**
 * A tar archive of what a volume holds at this moment, whatever its app writes meanwhile. Errors: volume.unsupported,
 * volume.lost, volume.busy, container.unreadable.
 */
export function exportVolume(
  { init, volumes }: { readonly init: string; readonly volumes?: VolumeFolders },
  id: string,
): HostWork {
  return async (output, signal) => {
    if (!volumes) throw new BerthError('volume.unsupported', 'its node has no disk with limits')
    return volumes.read(id, async (folder) => {
      const upper = join(folder, DATA)
      const tree = await readWrittenTree({ init, job: 'tree', upper, signal }).catch(sayEmpty)
      for await (const bytes of tree.archive as AsyncIterable<Buffer>) await output.data(bytes)
      for (const note of await tree.done) output.note(note)
      return 0
    })
  }
}

function sayEmpty(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  throw new BerthError('volume.busy', 'the volume holds nothing yet: no app has used it')
}
