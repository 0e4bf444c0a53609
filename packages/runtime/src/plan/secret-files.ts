import { splitMountOptions } from './mount-option.ts'
import type { Operation, Plan } from './operation.ts'

const FOLDER = '/run/secrets'
/** What one file takes beside its content: the rest of its last page. */
const PAGE = 4096

/** linux/mount.h, of a mount */
const MOUNT_ATTR_RDONLY = 0x1n

/** Files in memory, which count as the container's own memory; nobody inside can put others in their place. */
export function secretFiles(files: Readonly<Record<string, string>>): Plan {
  const entries = Object.entries(files)
  if (entries.length === 0) return []
  const bytes = entries.reduce((sum, [, content]) => sum + Buffer.byteLength(content) + PAGE, PAGE)
  const { attributes } = splitMountOptions(['nosuid', 'nodev', 'noexec'])
  const options = ['mode=755', `size=${bytes}`, `nr_inodes=${entries.length + 2}`]
  return [
    { op: 'filesystem', type: 'tmpfs', destination: FOLDER, attributes, options },
    ...entries.map(([name, data]): Operation => ({ op: 'giveFile', path: `${FOLDER}/${name}`, data })),
    {
      ...{ op: 'remount', destination: FOLDER, set: MOUNT_ATTR_RDONLY, clear: 0n, setAll: 0n, clearAll: 0n },
      ...{ propagation: 0, propagationAll: 0 },
    },
  ]
}
