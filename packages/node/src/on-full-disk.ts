import { constants } from 'node:os'
import { BerthError } from '@berth/core'

const FULL: readonly unknown[] = [-constants.errno.ENOSPC, -constants.errno.EDQUOT]

/** A step of a start that writes to the node's disk: when that is full, the error says so. Error: disk.full. */
export async function onFullDisk<T>(step: Promise<T>): Promise<T> {
  try {
    return await step
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error && FULL.includes(error.errno))) throw error
    throw new BerthError(
      'disk.full',
      'the disk of its node is full: it starts when others have removed something, or an administrator made room',
      { cause: error },
    )
  }
}
