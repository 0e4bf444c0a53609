import { readdir } from 'node:fs/promises'
import { look } from './look.ts'
import { hostPath, type TreeEntry } from './tree-entry.ts'

/** A path and all that is below it, a folder before its content, names in the order of their bytes; `depth` folders deep. */
export async function* walkTree(
  root: string,
  from: string,
  depth = Number.POSITIVE_INFINITY,
): AsyncGenerator<TreeEntry> {
  const entry = await look(root, from)
  if (!entry) return
  yield entry
  if (entry.kind !== 'directory' || depth === 0) return
  const names = await readdir(hostPath(root, from), { encoding: 'latin1' })
  for (const name of names.toSorted(byBytes)) {
    yield* walkTree(root, from === '' ? name : `${from}/${name}`, depth - 1)
  }
}

/** Not by locale: the order is part of what a layer is. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
