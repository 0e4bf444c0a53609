import { BLOCK, paddingBytes, tarHeaderBytes } from '@berth/image/tar-bytes.ts'
import { SourceProblem } from './source-problem.ts'

/** What a platform takes of one source. */
export const MOST_BYTES = 512 * 1024 ** 2

/** A browser does not tell which files are programs, so all may be run, as Docker has it for Windows. */
const COMMON = { mode: 0o755, uid: 0, gid: 0 }

/** A tar archive that refers to its files: they are read while they are sent. `folders`: those that may be empty, outer ones first. Error: SourceProblem. */
export function packFiles(files: ReadonlyMap<string, Blob>, folders: readonly string[] = []): Blob {
  const parts: BlobPart[] = []
  for (const folder of new Set([...folders, ...foldersOf(files.keys())])) {
    parts.push(tarHeaderBytes({ type: 'directory', path: folder, seconds: 0, ...COMMON }))
  }
  for (const [path, content] of files) {
    const seconds = content instanceof File ? Math.max(0, Math.floor(content.lastModified / 1000)) : 0
    parts.push(tarHeaderBytes({ type: 'file', path, size: content.size, seconds, ...COMMON }))
    parts.push(content, paddingBytes(content.size))
  }
  const packed = new Blob([...parts, new Uint8Array(2 * BLOCK)])
  if (packed.size > MOST_BYTES) throw new SourceProblem('tooLarge')
  return packed
}

/** Those above come first. */
function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      folders.add(path.slice(0, end))
    }
  }
  return folders
}
