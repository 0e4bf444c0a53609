import type { SourceReader } from '../../stacks/source-facts.ts'
import { byteText } from '../tree/byte-text.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { readSmallText } from './read-small-text.ts'

/** Reads an unpacked source; links are followed within it. */
export function sourceReader(root: string): SourceReader {
  return {
    text: (path) => readSmallText(root, path),
    has: async (path) => (await resolveBelow(root, byteText(path))).entry?.kind === 'file',
  }
}
