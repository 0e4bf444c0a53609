import { packFiles } from '../../../new-source/prepare/pack-files.ts'
import type { FileDoor, Place } from '../file-door.ts'
import { readTree } from './read-tree.ts'
import { sandboxFolder } from './sandbox-folder.ts'

/** A folder of a sandbox as a tar archive, below its own name; null when it is too much for one go. */
export async function packFolder(
  door: Pick<FileDoor, 'list' | 'read'>,
  place: Place,
  onFile: (read: number) => void,
): Promise<{ readonly archive: Blob; readonly leftOut: number } | null> {
  const folder = sandboxFolder(door, place)
  const tree = await readTree(folder, onFile)
  if (tree === null) return null
  const at = (path: string) => `${folder.name}/${path}`
  const files = new Map([...tree.files].map(([path, content]) => [at(path), content]))
  const archive = packFiles(files, [folder.name, ...tree.folders.map(at)])
  return { archive, leftOut: tree.leftOut }
}
