import { readFile } from 'node:fs/promises'
import { byteText } from '../tree/byte-text.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { hostPath } from '../tree/tree-entry.ts'

const MOST_BYTES = 1024 * 1024

/** A small text of the source; links are followed within it. Undefined when it is not there, or no small text. */
export async function readSmallText(root: string, path: string): Promise<string | undefined> {
  const { path: found, entry } = await resolveBelow(root, byteText(path))
  if (entry?.kind !== 'file' || entry.size > MOST_BYTES) return undefined
  return readFile(hostPath(root, found), 'utf8')
}
