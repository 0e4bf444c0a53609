import { execFile } from 'node:child_process'
import { mkdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** more than any benchmark writes; the file behind it holds only what was written */
const SIZE = '8G'

/**
 * Does a job on an empty ext4 of its own, so that nobody waits for what others write, and nobody pays for what was
 * removed before: ext4 gives no number of a file away again for minutes, and looks past each of them for every new
 * file, which makes 0.6 ms of 0.02 where 20,000 files were removed.
 */
export async function onFreshDisk<T>(dir: string, job: (target: string) => Promise<T>): Promise<T> {
  const file = join(dir, 'disk.img')
  const target = join(dir, 'disk')
  await mkdir(target)
  await run('truncate', ['-s', SIZE, file])
  // its tables are written now, not in the background while somebody is measured
  await run('mkfs.ext4', ['-q', '-E', 'lazy_itable_init=0,lazy_journal_init=0', file])
  await run('mount', ['-o', 'loop', file, target])
  try {
    return await job(target)
  } finally {
    await run('umount', [target])
    await rmdir(target)
    await rm(file)
  }
}
