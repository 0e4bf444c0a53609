import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Removes whatever lies at `path`. By rm: a container may leave paths longer than the kernel takes at once. */
export async function removeTree(path: string): Promise<void> {
  await run('rm', ['-rf', '--one-file-system', '--', path])
}

/** Bytes on disk of all that lies at `path`; 0 when it has gone meanwhile. */
export async function treeBytes(path: string): Promise<number> {
  const { stdout } = await run('du', ['-sxB1', '--', path]).catch((error: unknown) => {
    if (existsSync(path)) throw error
    return { stdout: '0' }
  })
  return Number.parseInt(stdout, 10)
}
