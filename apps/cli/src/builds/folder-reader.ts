import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceReader } from '@berth/build'
import { readText } from './pack-source.ts'

/** Reads a folder of this machine as a build reads its source. */
export function folderReader(folder: string): SourceReader {
  return {
    text: (path) => readText(join(folder, path)),
    has: (path) => isFile(join(folder, path)),
  }
}

async function isFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined) // not there: that is an answer
  return stats?.isFile() ?? false
}
