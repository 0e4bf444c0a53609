import { byteText } from '../tree/byte-text.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import { hostPath } from '../tree/tree-entry.ts'
import { BuildFailed } from '../build-failed.ts'

/** A folder of the source, whose links are followed within it. Error: BuildFailed, when there is none. */
export async function enterFolder(root: string, directory: string | undefined): Promise<string> {
  if (directory === undefined) return root
  const { path, entry } = await resolveBelow(root, byteText(directory))
  if (entry?.kind === 'directory') return hostPath(root, path).toString()
  throw new BuildFailed({ kind: 'source', message: `there is no folder ${directory} in the source` })
}
