import { setTimeout as sleep } from 'node:timers/promises'
import type { HostProgram } from './host-program.ts'
import { parseQgroups } from './qgroups.ts'

/** What the disk asks of btrfs (btrfs-subvolume(8), btrfs-qgroup(8)). Errors: disk.failed. */
export type Btrfs = {
  /** Counting starts, or goes on; after a crash of the machine the kernel counts anew, in the background. */
  count(mountPoint: string): Promise<void>
  /** A subvolume that is counted together with all others. */
  make(path: string): Promise<void>
  limit(path: string, bytes: number): Promise<void>
  /** A copy that shares all blocks with `from`, counted together with all others as that is. */
  snapshot(from: string, to: string, access: 'read-only' | 'writable'): Promise<void>
  /** What all subvolumes may hold together; null: no limit of theirs. */
  limitTogether(mountPoint: string, bytes: number | null): Promise<void>
  /** With one commit for all, which wakes the kernel's cleaner: it gives the room back. */
  remove(paths: readonly string[]): Promise<void>
  /** What stays in the books of subvolumes that are gone. */
  forget(mountPoint: string, id: string): Promise<void>
  /** Every group below `path`, or only the one of the subvolume `path` itself. */
  read(path: string, which?: 'all' | 'own'): Promise<ReturnType<typeof parseQgroups>>
}

/** The group above those of all subvolumes. */
const TOGETHER = '1/0'

export function createBtrfs(program: HostProgram): Btrfs {
  return {
    async count(mountPoint) {
      await program('btrfs', ['quota', 'enable', mountPoint])
      const { inconsistent, togetherBytes } = await read(mountPoint)
      if (togetherBytes === null) await program('btrfs', ['qgroup', 'create', TOGETHER, mountPoint])
      if (inconsistent) await program('btrfs', ['quota', 'rescan', mountPoint])
    },
    make: async (path) => void (await program('btrfs', ['subvolume', 'create', '-i', TOGETHER, path])),
    limit: async (path, bytes) => void (await program('btrfs', ['qgroup', 'limit', String(bytes), path])),
    snapshot,
    limitTogether: async (mountPoint, bytes) =>
      void (await program('btrfs', [
        'qgroup',
        'limit',
        bytes === null ? 'none' : String(bytes),
        TOGETHER,
        mountPoint,
      ])),
    remove: async (paths) =>
      void (await program('btrfs', ['subvolume', 'delete', '--commit-after', ...paths])),
    forget: async (mountPoint, id) => void (await program('btrfs', ['qgroup', 'destroy', id, mountPoint])),
    read,
  }

  /** In the same group as `from`, so that the kernel (from 6.8 on) keeps count of the group. */
  async function snapshot(from: string, to: string, access: 'read-only' | 'writable'): Promise<void> {
    const readOnly = access === 'read-only' ? ['-r'] : []
    await program('btrfs', ['subvolume', 'snapshot', ...readOnly, '-i', TOGETHER, from, to])
  }

  async function read(path: string, which: 'all' | 'own' = 'all') {
    const own = which === 'own' ? ['-f'] : []
    const args = ['qgroup', 'show', '-re', '--raw', ...own, path]
    return parseQgroups(await persist(() => program('btrfs', args)))
  }
}

const MOST_TRIES = 5
const REST_MS = 20

/** The program looks all subvolumes up, also with `-f`, and fails when one of them goes meanwhile. */
async function persist(ask: () => Promise<string>): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries === MOST_TRIES) throw error
      await sleep(tries * REST_MS)
    }
  }
}
