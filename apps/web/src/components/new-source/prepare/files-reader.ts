import type { SourceReader } from '@berth/build'

const MOST_TEXT = 1024 * 1024

/** Reads chosen files as a build reads its source. */
export function filesReader(files: ReadonlyMap<string, Blob>): SourceReader {
  const find = (path: string) => files.get(plain(path))
  return {
    text: async (path) => {
      const found = find(path)
      return found && found.size <= MOST_TEXT ? found.text() : undefined
    },
    has: async (path) => find(path) !== undefined,
  }
}

function plain(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}
