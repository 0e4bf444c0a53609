import { type GitIgnore, parseGitIgnore, saysGitIgnore } from './git-ignore.ts'

/**
 * What git leaves out of a tree: a file's own folder is asked first, then those above it, and what lies below a folder
 * that is left out is never taken in again. `read`: the `.gitignore` of a folder, '' for the uppermost; asked once for
 * each, and never below a folder that is left out.
 */
export function gitTree(
  read: (folder: string) => string | undefined,
): (path: string, isFolder: boolean) => boolean {
  const rules = new Map<string, GitIgnore>()
  const folders = new Map<string, boolean>()

  const rulesOf = (folder: string) => {
    const known = rules.get(folder) ?? parseGitIgnore(read(folder) ?? '')
    rules.set(folder, known)
    return known
  }
  const isFolderOut = (folder: string): boolean => {
    if (folder === '') return false
    const known = folders.get(folder) ?? isOut(folder, true)
    folders.set(folder, known)
    return known
  }
  const isOut = (path: string, isFolder: boolean): boolean => {
    const parent = folderOf(path)
    if (isFolderOut(parent)) return true
    for (let folder = parent; ; folder = folderOf(folder)) {
      const below = folder === '' ? path : path.slice(folder.length + 1)
      const said = saysGitIgnore(rulesOf(folder), below, isFolder)
      if (said !== undefined) return said
      if (folder === '') return false
    }
  }
  return isOut
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
