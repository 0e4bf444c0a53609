import type { SourceFolder, SourceNode } from './source-node.ts'

/** A folder that was dropped on the page. Source: the File and Directory Entries API. */
export function droppedFolder(entry: FileSystemDirectoryEntry): SourceFolder {
  return { kind: 'folder', name: entry.name, list: async () => (await readAll(entry)).flatMap(nodesOf) }
}

function nodesOf(entry: FileSystemEntry): SourceNode[] {
  if (isFolder(entry)) return [droppedFolder(entry)]
  if (!isFile(entry)) return []
  const open = () => new Promise<Blob>((resolve, reject) => entry.file(resolve, reject))
  return [{ kind: 'file', name: entry.name, open }]
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

/** A reader gives a hundred at a time, and none when it is done. */
async function readAll(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}
