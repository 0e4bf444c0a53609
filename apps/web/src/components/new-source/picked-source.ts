/** What somebody chose or dropped, before any of it was read. */
export type PickedSource =
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | { readonly kind: 'dropped'; readonly folder: FileSystemDirectoryEntry }
  | { readonly kind: 'archive'; readonly file: File }

/** Null when nothing of it can be built from. */
export function pickedByDrop(data: DataTransfer): PickedSource | null {
  const [first] = data.items
  const entry = first?.webkitGetAsEntry() ?? null
  if (entry && isFolder(entry)) return { kind: 'dropped', folder: entry }
  const [file] = data.files
  return file ? { kind: 'archive', file } : null
}

export function nameOfPicked(picked: PickedSource): string {
  switch (picked.kind) {
    case 'files':
      return picked.files[0]?.webkitRelativePath.split('/')[0] ?? ''
    case 'dropped':
      return picked.folder.name
    case 'archive':
      return picked.file.name.replace(/\.(?:tar|tar\.gz|tgz|zip)$/i, '')
  }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
