import { statfs } from 'node:fs/promises'
import type { Logger } from '@berth/log'
import type { Btrfs } from './btrfs.ts'
import type { DiskSpace } from './disk.ts'
import { limitTogether, reserveOf } from './together.ts'

/** Keeps the host's disk from running full under the sparse file: then btrfs would take no write from anybody. */
export type HostGuard = {
  /** What containers can still write, whichever ends first. */
  space(): Promise<DiskSpace>
  /** Sets what they may hold together, as the host is now. Error: disk.failed. */
  look(): Promise<void>
  close(): void
}

const LOOK_MS = 5000

export function createHostGuard(options: {
  readonly btrfs: Btrfs
  readonly mountPoint: string
  /** a folder of the file system on which the file lies */
  readonly hostFolder: string
  readonly log: Logger
}): HostGuard {
  const { btrfs, mountPoint, hostFolder, log } = options
  let limited = true // an earlier process may have left a limit
  let looking: Promise<void> | undefined
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'the room on the host could not be looked at'))
  }, LOOK_MS).unref()

  return { space, look, close: () => clearInterval(timer) }

  async function space(): Promise<DiskSpace> {
    const [disk, host] = await Promise.all([spaceOf(mountPoint), spaceOf(hostFolder)])
    const room = Math.max(0, host.freeBytes - reserveOf(host.bytes))
    return { bytes: disk.bytes, freeBytes: Math.min(disk.freeBytes, room) }
  }

  function look(): Promise<void> {
    looking ??= adjust().finally(() => {
      looking = undefined
    })
    return looking
  }

  async function adjust(): Promise<void> {
    const [disk, host] = await Promise.all([spaceOf(mountPoint), spaceOf(hostFolder)])
    const facts = { freeBytes: disk.freeBytes, hostFreeBytes: host.freeBytes, hostBytes: host.bytes }
    const isTight = limitTogether({ ...facts, usedBytes: 0 }) !== null
    if (!isTight && !limited) return // the usual case starts no program
    const { togetherBytes } = await btrfs.read(mountPoint)
    await btrfs.limitTogether(mountPoint, limitTogether({ ...facts, usedBytes: togetherBytes ?? 0 }))
    if (isTight && !limited) {
      log.warn({ hostFolder, freeBytes: host.freeBytes }, 'the host has less room than containers may use')
    }
    limited = isTight
  }
}

async function spaceOf(folder: string): Promise<DiskSpace> {
  const { blocks, bavail, bsize } = await statfs(folder)
  return { bytes: blocks * bsize, freeBytes: bavail * bsize }
}
