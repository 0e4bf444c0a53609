export type SourceFile = {
  readonly kind: 'file'
  readonly name: string
  readonly open: () => Promise<Blob>
}

/** What a folder consists of, wherever it comes from; a folder is only read when it is asked for. */
export type SourceNode = SourceFile | SourceFolder

export type SourceFolder = {
  readonly kind: 'folder'
  readonly name: string
  list(): Promise<readonly SourceNode[]>
}

export type PathedFile = { readonly path: readonly string[]; readonly open: () => Promise<Blob> }

/** A tree of files that are named by their paths, as a picked folder and an archive have them. Pure. */
export function treeOf(name: string, files: readonly PathedFile[]): SourceFolder {
  const leaves: SourceNode[] = []
  const below = new Map<string, PathedFile[]>()
  for (const { path, open } of files) {
    const [first = '', ...rest] = path
    if (rest.length === 0) leaves.push({ kind: 'file', name: first, open })
    else {
      const inside = below.get(first) ?? []
      below.set(first, inside)
      inside.push({ path: rest, open })
    }
  }
  const list = () => [...leaves, ...[...below].map(([folder, inside]) => treeOf(folder, inside))]
  return { kind: 'folder', name, list: async () => list() }
}
