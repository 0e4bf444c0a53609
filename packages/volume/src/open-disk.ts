import { rm } from 'node:fs/promises'
import { toBerthError } from '@berth/core'
import type { Logger } from '@berth/log'
import { createBtrfs } from './btrfs.ts'
import { createBtrfsDisk } from './btrfs-disk.ts'
import type { Disk } from './disk.ts'
import { exists } from './exists.ts'
import { createHostProgram } from './host-program.ts'
import { makeLoopFile, mountLoopFile } from './loop-file.ts'
import { type RunProgram, spawnProgram } from './run-program.ts'

export type DiskOptions = {
  /** the loop file; made when it is not there */
  readonly file: string
  readonly mountPoint: string
  /** size of a new loop file, in bytes; default: most of what is free */
  readonly bytes?: number
  /** limit of the folders that are made ahead, in bytes: the one that most containers ask for */
  readonly usualBytes: number
  /** how programs of the host are run; without it, by this process */
  readonly run?: RunProgram
  readonly log: Logger
}

/**
 * The node's disk with limits, or why this machine can have none. The mount loads what the kernel has as a module.
 * Error: disk.failed, when a disk that was in use cannot be opened: without it, what containers wrote would be gone.
 */
export async function openDisk(
  options: DiskOptions,
): Promise<{ kind: 'limited'; disk: Disk } | { kind: 'unlimited'; reason: string }> {
  const { file, mountPoint, bytes, log } = options
  const program = createHostProgram(options.run ?? spawnProgram)
  const wasThere = await exists(file)
  try {
    if (!wasThere) await makeLoopFile(program, file, bytes)
    await mountLoopFile(program, file, mountPoint)
    return { kind: 'limited', disk: await createBtrfsDisk({ ...options, btrfs: createBtrfs(program) }) }
  } catch (error) {
    if (wasThere) throw error
    log.error({ err: error, file }, 'the disk with limits cannot be made')
    await rm(file, { force: true }) // the next start tries again
    return { kind: 'unlimited', reason: toBerthError(error).message }
  }
}
