import type { SourceFolder, SourceNode } from '../../../new-source/prepare/source-node.ts'

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

/** All that is in a folder, one after the other; null when it is too much for one go. Tells `onFile` how many it has. */
export async function readTree(
  folder: SourceFolder,
  onFile: (read: number) => void = () => {},
): Promise<Tree | null> {
  const folders: string[] = []
  const files = new Map<string, Blob>()
  let bytes = 0
  let leftOut = 0
  const isTooMuch = (depth: number) =>
    folders.length + files.size + leftOut > MOST_FILES || bytes > MOST_BYTES || depth > MOST_DEPTH

  const add = async (node: SourceNode, path: string, depth: number): Promise<boolean> => {
    if (node.kind === 'file') {
      const content = await node.open()
      bytes += content.size
      files.set(path, content)
      onFile(files.size)
      return !isTooMuch(depth)
    }
    const nodes = await node.list()
    folders.push(path)
    return !isTooMuch(depth) && walk(nodes, `${path}/`, depth + 1)
  }
  const walk = async (nodes: readonly SourceNode[], prefix: string, depth: number): Promise<boolean> => {
    for (const node of nodes) {
      try {
        if (!(await add(node, prefix + node.name, depth))) return false
      } catch (error) {
        if (!(error instanceof LeftOut)) throw error
        leftOut += 1
        if (isTooMuch(depth)) return false
      }
    }
    return true
  }
  return (await walk(await folder.list(), '', 0)) ? { folders, files, leftOut } : null
}
