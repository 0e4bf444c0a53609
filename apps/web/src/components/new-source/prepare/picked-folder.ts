import { type SourceFolder, treeOf } from './source-node.ts'

/** A folder that was chosen: all paths of its files begin with its own name. */
export function pickedFolder(files: readonly File[]): SourceFolder {
  const paths = files.map((file) => ({ path: file.webkitRelativePath.split('/'), file }))
  const inside = paths.map(({ path, file }) => ({ path: path.slice(1), open: async () => file }))
  return treeOf(paths[0]?.path[0] ?? '', inside)
}
