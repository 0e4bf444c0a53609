import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import type { FileDoor, Place } from '../file-door.ts'
import { joinPath } from '../file-paths.ts'
import type { Tree } from './read-tree.ts'

/** Makes a folder with all that is in the tree; nothing may be at `place` yet. Says how many files stay behind: those that are too large. */
export async function putFolder(
  door: Pick<FileDoor, 'change' | 'write'>,
  { container, path: top }: Place,
  { folders, files, leftOut }: Tree,
): Promise<number> {
  const at = (path: string) => ({ container, path: joinPath(top, path) })
  await door.change(container, { kind: 'mkdir', path: top })
  for (const folder of folders) await door.change(container, { kind: 'mkdir', path: at(folder).path })
  let large = 0
  for (const [path, content] of files) {
    if (content.size > SOCKET_FILE) large += 1
    else await door.write(at(path), new Uint8Array(await content.arrayBuffer()))
  }
  return leftOut + large
}
