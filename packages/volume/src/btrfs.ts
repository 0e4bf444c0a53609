import type { HostProgram } from './host-program.ts'
import { parseQgroups } from './qgroups.ts'

/** What the disk asks of btrfs (btrfs-subvolume(8), btrfs-qgroup(8)). Errors: disk.failed. */
export type Btrfs = {
  /** Counting starts, or goes on; after a crash of the machine the kernel counts anew, in the background. */
  count(mountPoint: string): Promise<void>
  make(path: string): Promise<void>
  limit(path: string, bytes: number): Promise<void>
  /** With one commit for all, which wakes the kernel's cleaner: it gives the room back. */
  remove(paths: readonly string[]): Promise<void>
  /** What stays in the books of subvolumes that are gone. */
  forget(mountPoint: string, id: string): Promise<void>
  /** Every group below `path`, or only the one of the subvolume `path` itself. */
  read(path: string, which?: 'all' | 'own'): Promise<ReturnType<typeof parseQgroups>>
}

export function createBtrfs(program: HostProgram): Btrfs {
  return {
    async count(mountPoint) {
      await program('btrfs', ['quota', 'enable', mountPoint])
      const { inconsistent } = await read(mountPoint)
      if (inconsistent) await program('btrfs', ['quota', 'rescan', mountPoint])
    },
    make: async (path) => void (await program('btrfs', ['subvolume', 'create', path])),
    limit: async (path, bytes) => void (await program('btrfs', ['qgroup', 'limit', String(bytes), path])),
    remove: async (paths) =>
      void (await program('btrfs', ['subvolume', 'delete', '--commit-after', ...paths])),
    forget: async (mountPoint, id) => void (await program('btrfs', ['qgroup', 'destroy', id, mountPoint])),
    read,
  }

  async function read(path: string, which: 'all' | 'own' = 'all') {
    const own = which === 'own' ? ['-f'] : []
    return parseQgroups(await program('btrfs', ['qgroup', 'show', '-re', '--raw', ...own, path]))
  }
}
