import { opendir } from 'node:fs/promises'
import { BerthError } from '@berth/core'
import { look } from './look.ts'
import { hostPath, type TreeEntry } from './tree-entry.ts'

/** A name takes memory of the agent, whatever its file takes of the build's disk. */
const MOST_NAMES = 500_000

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
  for (const name of (await namesIn(root, from)).toSorted(byBytes)) {
    yield* walkTree(root, from === '' ? name : `${from}/${name}`, depth - 1)
  }
}

/** All of them at once, because their order counts. */
async function namesIn(root: string, from: string): Promise<string[]> {
  const names: string[] = []
  const folder = await opendir(hostPath(root, from), { encoding: 'latin1', bufferSize: 1024 })
  for await (const { name } of folder) {
    names.push(name)
    if (names.length > MOST_NAMES) throw tooMany(from)
  }
  return names
}

/** Not by locale: the order is part of what a layer is. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function tooMany(folder: string): BerthError {
  return new BerthError(
    'input.invalid',
    `the folder /${folder} has more than ${MOST_NAMES} entries, which no build takes in`,
  )
}
