import { BerthError } from '@berth/core'
import { showPath } from './byte-string.ts'
import { NAME_BYTES_MAX, PATH_BYTES_MAX } from './limits.ts'

/**
 * A member's name as a path below the layer's root, without `.`, doubled or outer slashes; '' is the root itself.
 * Error: image.unsafe when it climbs, is too long, or holds a zero byte.
 */
export function safePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  const path = parts.join('/')
  if (parts.includes('..')) throw unsafe(name, 'it climbs out of its folder with ".."')
  if (path.includes('\0')) throw unsafe(name, 'it holds a zero byte')
  if (path.length > PATH_BYTES_MAX) throw unsafe(name, `it is longer than ${PATH_BYTES_MAX} bytes`)
  if (parts.some((part) => part.length > NAME_BYTES_MAX)) {
    throw unsafe(name, `a part of it is longer than ${NAME_BYTES_MAX} bytes`)
  }
  return path
}

/** The folder that `path` lies in: '' for what lies in the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '' : path.slice(0, slash)
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function unsafe(name: string, why: string): BerthError {
  const path = showPath(name)
  return new BerthError('image.unsafe', `a layer holds the path "${path}", which is refused: ${why}`, {
    details: { path },
  })
}
