import { BerthError } from '@berth/core'

/** An id that names a folder of the disk, and nothing that leads elsewhere. Error: input.invalid. */
export function folderKey(key: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key)) return key
  throw new BerthError('input.invalid', `"${key}" cannot name a folder: use an id`)
}
