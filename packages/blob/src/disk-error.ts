import { BerthError } from '@berth/core'

/** Runs a disk operation; a full disk or quota becomes `disk.full`, which tells people what to do. */
export async function onDisk<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation
  } catch (error) {
    if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) {
      throw new BerthError(
        'disk.full',
        "the platform's disk for images is full: remove images or add space",
        {
          cause: error,
        },
      )
    }
    throw error
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Undefined in place of the error of a file that is not there. */
export async function unlessMissing<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
