import type { FileEntry } from '@berth/protocol'
import { SOCKET_FILE } from '@berth/protocol/socket-file.ts'
import { readBerthError } from '../../../../trpc/berth-error.ts'
import type { SourceFolder, SourceNode } from '../../../new-source/prepare/source-node.ts'
import type { FileDoor, Place } from '../file-door.ts'
import { isName, joinPath, nameOf } from '../file-paths.ts'
import { LeftOut } from './read-tree.ts'

type Reader = Pick<FileDoor, 'list' | 'read'>

/** A folder of a sandbox. What is neither file nor folder, is too large, or may not be read throws LeftOut. */
export function sandboxFolder(door: Reader, place: Place): SourceFolder {
  return {
    ...{ kind: 'folder', name: nameOf(place.path) },
    async list() {
      const { entries, truncated } = await door.list(place)
      const nodes = entries.map((entry) => nodeOf(door, place, entry))
      return truncated ? [...nodes, refusing('…')] : nodes
    },
  }
}

function nodeOf(door: Reader, folder: Place, { name, kind, size }: FileEntry): SourceNode {
  const place = { ...folder, path: joinPath(folder.path, name) }
  if (!isName(name)) return refusing(name)
  if (kind === 'folder') {
    const below = sandboxFolder(door, place)
    return { ...below, list: () => unlessRefused(below.list()) }
  }
  if (kind !== 'file' || size > SOCKET_FILE) return refusing(name)
  return { kind: 'file', name, open: () => unlessRefused(readWhole(door, place)) }
}

async function readWhole(door: Reader, place: Place): Promise<File> {
  const { bytes, size, mtime } = await door.read(place)
  if (size > bytes.length) throw new LeftOut()
  return new File([bytes], nameOf(place.path), { lastModified: mtime })
}

function refusing(name: string): SourceNode {
  return { kind: 'file', name, open: () => Promise.reject(new LeftOut()) }
}

/** Gone since the folder was read, or not for this reader. */
async function unlessRefused<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    const { code } = readBerthError(error)
    throw code === 'file.not_found' || code === 'file.refused' ? new LeftOut() : error
  }
}
