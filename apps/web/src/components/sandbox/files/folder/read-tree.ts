import type { SourceFile, SourceFolder, SourceNode } from '../../../new-source/prepare/source-node.ts'
import { someAtOnce } from './some-at-once.ts'

/** What goes at one go: each file is a question of its own. */
export const MOST_FILES = 500
export const MOST_BYTES = 32 * 1024 ** 2
const MOST_DEPTH = 100

/** Paths are below the folder that was read. */
export type Tree = {
  /** those above come first */
  readonly folders: readonly string[]
  readonly files: ReadonlyMap<string, Blob>
  /** what cannot be carried: LeftOut */
  readonly leftOut: number
}

/** Thrown by what is in a folder and stays behind; the rest goes. */
export class LeftOut extends Error {}

/** All that is in a folder; null when it is too much for one go. Tells `onFile` how many files it has. */
export async function readTree(
  folder: SourceFolder,
  onFile: (read: number) => void = () => {},
): Promise<Tree | null> {
  const folders: string[] = []
  const files = new Map<string, Blob>()
  let bytes = 0
  let leftOut = 0
  let isTooDeep = false
  const isTooMuch = () =>
    folders.length + files.size + leftOut > MOST_FILES || bytes > MOST_BYTES || isTooDeep

  const addFile = async (file: SourceFile, path: string) => {
    const content = await file.open()
    bytes += content.size
    files.set(path, content)
    onFile(files.size)
  }
  const addFolder = async (below: SourceFolder, path: string, depth: number) => {
    const nodes = await below.list()
    folders.push(path)
    await walk(nodes, `${path}/`, depth + 1)
  }
  const unlessLeftOut = async (work: () => Promise<void>) => {
    if (isTooMuch()) return
    try {
      await work()
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error
      leftOut += 1
    }
  }
  const walk = async (nodes: readonly SourceNode[], prefix: string, depth: number) => {
    isTooDeep ||= depth > MOST_DEPTH
    const own = nodes.filter((node) => node.kind === 'file')
    await someAtOnce(own, (file) => unlessLeftOut(() => addFile(file, prefix + file.name)))
    for (const below of nodes.filter((node) => node.kind === 'folder')) {
      await unlessLeftOut(() => addFolder(below, prefix + below.name, depth))
    }
  }
  await walk(await folder.list(), '', 0)
  return isTooMuch() ? null : { folders, files, leftOut }
}
