import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Removes whatever lies at `path`. By rm: a container may leave paths longer than the kernel takes at once. */
export async function removeTree(path: string): Promise<void> {
  await run('rm', ['-rf', '--one-file-system', '--', path])
}

/** Bytes on disk of all that lies at `path`. */
export async function treeBytes(path: string): Promise<number> {
  const { stdout } = await run('du', ['-sxB1', '--', path])
  return Number.parseInt(stdout, 10)
}
