import { parseQgroups } from './qgroups.ts'
import { runProgram } from './run-program.ts'

/** What the disk asks of btrfs (btrfs-subvolume(8), btrfs-qgroup(8)). Errors: disk.failed. */
export const btrfs = {
  /** Counting starts, or goes on; after a crash of the machine the kernel counts anew, in the background. */
  async count(mountPoint: string): Promise<void> {
    await runProgram('btrfs', ['quota', 'enable', mountPoint])
    const { inconsistent } = await btrfs.read(mountPoint)
    if (inconsistent) await runProgram('btrfs', ['quota', 'rescan', mountPoint])
  },
  make: async (path: string) => void (await runProgram('btrfs', ['subvolume', 'create', path])),
  limit: async (path: string, bytes: number) =>
    void (await runProgram('btrfs', ['qgroup', 'limit', String(bytes), path])),
  /** The commit wakes the kernel's cleaner, which gives the room back. */
  remove: async (path: string) =>
    void (await runProgram('btrfs', ['subvolume', 'delete', '--commit-after', path])),
  /** What stays in the books of subvolumes that are gone. */
  forget: async (mountPoint: string, id: string) =>
    void (await runProgram('btrfs', ['qgroup', 'destroy', id, mountPoint])),
  /** Every group below `path`, or only the one of the subvolume `path` itself. */
  async read(path: string, which: 'all' | 'own' = 'all'): Promise<ReturnType<typeof parseQgroups>> {
    const own = which === 'own' ? ['-f'] : []
    return parseQgroups(await runProgram('btrfs', ['qgroup', 'show', '-re', '--raw', ...own, path]))
  },
} as const
