import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import type { FileDoor, Place } from '../file-door.ts'
import { joinPath } from '../file-paths.ts'
import type { Tree } from './read-tree.ts'
import { someAtOnce } from './some-at-once.ts'

/**
 * Makes a folder with all that is in the tree; nothing may be at `place` yet. Tells `onFile` how many are there, and
 * returns how many stay behind: those that are too large.
 */
export async function putFolder(
  door: Pick<FileDoor, 'change' | 'write'>,
  { container, path: top }: Place,
  { folders, files, leftOut }: Tree,
  onFile: (there: number) => void,
): Promise<number> {
  const at = (path: string) => ({ container, path: joinPath(top, path) })
  await door.change(container, { kind: 'mkdir', path: top })
  for (const folder of folders) await door.change(container, { kind: 'mkdir', path: at(folder).path })
  let large = 0
  let there = 0
  await someAtOnce(files, async ([path, content]) => {
    if (content.size > SOCKET_FILE) return void (large += 1)
    await door.write(at(path), new Uint8Array(await content.arrayBuffer()))
    there += 1
    onFile(there)
  })
  return leftOut + large
}
