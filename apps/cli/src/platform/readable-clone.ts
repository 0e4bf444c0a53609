import { stat } from 'node:fs/promises'
import path from 'node:path'
import { BerthError } from '@berth/core'

/** One of what came with the clone, and one of what was installed into it. */
const SAMPLES = ['.', 'package.json', 'prisma/schema.prisma', 'node_modules', 'node_modules/zod/package.json']

/**
 * The users of the platform run from the clone. What lies above it may be closed to them, it itself may not, as it is
 * where somebody cloned with `umask 077`. Error: config.invalid.
 */
export async function cloneIsReadable(clone: string): Promise<void> {
  for (const sample of SAMPLES) {
    const file = path.join(clone, sample)
    if (isOpen(await stat(file))) continue
    throw new BerthError(
      'config.invalid',
      `${file} cannot be read by the users that the platform runs as: chmod -R go+rX ${clone}`,
    )
  }
}

function isOpen(found: { readonly mode: number; isDirectory(): boolean }): boolean {
  const needed = found.isDirectory() ? 0o005 : 0o004
  return (found.mode & needed) === needed
}
