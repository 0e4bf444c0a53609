import { mkdir, open, readFile, rename, rm, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HostProgram } from './host-program.ts'

const SHARE_OF_FREE = 0.8
const SMALLEST = 256 * 1024 ** 2 // below it btrfs has no room for its own trees

/** The file system of the disk: one sparse file. `bytes`: by default most of what is free where it lies. */
export async function makeLoopFile(program: HostProgram, file: string, bytes?: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.new`
  await rm(aside, { force: true })
  const size = Math.max(SMALLEST, Math.floor(bytes ?? (await freeBytes(dirname(file))) * SHARE_OF_FREE))
  const handle = await open(aside, 'wx', 0o600)
  await handle.truncate(size)
  await handle.close()
  await program('mkfs.btrfs', ['--quiet', '--metadata', 'single', '--data', 'single', aside])
  await rename(aside, file)
}

/**
 * Mounts the file, unless it is mounted there already. A loop device that has the file is used again: two devices
 * over one file would be two writers.
 */
export async function mountLoopFile(
  program: HostProgram,
  file: string,
  mountPoint: string,
): Promise<'mounted' | 'was there'> {
  if (await isMounted(mountPoint)) return 'was there'
  await mkdir(mountPoint, { recursive: true, mode: 0o700 })
  const devices = await program('losetup', ['--noheadings', '--output', 'NAME', '--associated', file])
  const [device] = devices.split('\n').filter(Boolean)
  const options = 'noatime,nodev,discard=async'
  const [source, how] = device ? [device.trim(), options] : [file, `loop,${options}`]
  await program('mount', ['-t', 'btrfs', '-o', how, source, mountPoint])
  return 'mounted'
}

/** By /proc/self/mountinfo: the fifth field is the mount point, with blanks as `\040`. */
async function isMounted(mountPoint: string): Promise<boolean> {
  const wanted = mountPoint.replaceAll(' ', '\\040')
  const mounts = await readFile('/proc/self/mountinfo', 'utf8')
  return mounts.split('\n').some((line) => line.split(' ')[4] === wanted)
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
