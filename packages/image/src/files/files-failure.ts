import { constants } from 'node:os'
import { BerthError } from '@berth/core'
import { showPath } from '../unpack/byte-string.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])

/** What only the content of an archive can cause: the operations were in themselves possible. */
const UNSAFE = new Set([
  'EEXIST',
  'EINVAL',
  'EISDIR',
  'ELOOP',
  'EMLINK',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'ENOTEMPTY',
  'EPERM',
  'ERANGE',
  'EXDEV',
])

/** A failed operation of `berth-init files`, as an error: disk.full, image.unsafe or internal.unexpected. */
export function filesFailure(errno: number, path: string | undefined): BerthError {
  const name = nameOf(errno)
  const where = path === undefined ? 'the folder' : `"${showPath(path)}"`
  const details = { errno: name, path: path === undefined ? null : showPath(path) }
  if (FULL.has(name)) {
    return new BerthError(
      'disk.full',
      `no space left on the node to unpack ${where}: free some, then deploy again`,
      {
        details,
      },
    )
  }
  if (UNSAFE.has(name)) {
    return new BerthError('image.unsafe', `${where} cannot be unpacked (${name}): build the image again`, {
      details,
    })
  }
  return new BerthError('internal.unexpected', `unpacking ${where} failed with ${name}`, { details })
}

/** By the kernel's own numbers: util.getSystemErrorName knows no EDQUOT. */
function nameOf(errno: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === errno)
  return found?.[0] ?? `error ${errno}`
}
