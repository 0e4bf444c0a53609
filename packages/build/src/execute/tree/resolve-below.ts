import { BerthError } from '@berth/core'
import { showPath } from '@berth/image'
import { look } from './look.ts'
import type { TreeEntry } from './tree-entry.ts'

const LINKS_MAX = 40
/** as the kernel's PATH_MAX */
const LONGEST = 4096

/** Where a path leads within a tree. `entry` is undefined when there is nothing (yet). */
export type Resolved = { readonly path: string; readonly entry: TreeEntry | undefined }

/**
 * Follows symbolic links as a process would whose root is the tree: none leads out of it. `last`: whether a link at
 * the end is followed too. Nobody may write to the tree meanwhile. Error: input.invalid, for links that go in circles
 * and paths that are too long.
 */
export async function resolveBelow(root: string, path: string, last = true): Promise<Resolved> {
  if (path.length > LONGEST) throw tooLong(path)
  const waiting = path.split('/').toReversed()
  let here: string[] = []
  let links = 0
  let entry: TreeEntry | undefined
  while (waiting.length > 0) {
    const part = waiting.pop()
    if (part === undefined || part === '' || part === '.') continue
    if (part === '..') {
      here = here.slice(0, -1)
      continue
    }
    const next = [...here, part]
    entry = await look(root, next.join('/'))
    const isLast = waiting.every((each) => each === '' || each === '.')
    if (entry?.kind !== 'symlink' || (isLast && !last)) {
      here = next
      continue
    }
    if (++links > LINKS_MAX) throw tooManyLinks(path)
    if (entry.target.startsWith('/')) here = []
    waiting.push(...entry.target.split('/').toReversed())
  }
  const found = here.join('/')
  return { path: found, entry: await look(root, found) }
}

function tooLong(path: string): BerthError {
  return new BerthError('input.invalid', `"${showPath(path.slice(0, 100))}…" is longer than a path can be`)
}

function tooManyLinks(path: string): BerthError {
  return new BerthError('input.invalid', `"${showPath(path)}" leads through too many symbolic links`)
}
