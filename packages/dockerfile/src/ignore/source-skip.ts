import { gitTree } from './git-tree.ts'
import { isIgnored, mayKeepBelow, parseIgnore } from './ignore-rules.ts'

/** Whether a file is left out, or a folder with all that is below it; paths are relative to what is packed. */
export type SourceSkip = (path: string, isFolder: boolean) => boolean

/** files that say how it is built and run, whatever is ignored */
const SETTINGS = ['berth.yml', 'Procfile', 'app.json']

/**
 * What is not sent of a source: what its `.dockerignore` names (where there is none, its `.gitignore` files), and `.git`.
 * `git` reads the one of a folder, '' for the uppermost, when a path in it is asked about. Files that the build itself
 * reads are sent all the same. Error: BerthError, for a pattern that is none, also when a path is asked about.
 */
export function sourceSkip(
  texts: {
    readonly docker: string | undefined
    readonly git: (folder: string) => string | undefined
  },
  dockerfile = 'Dockerfile',
): SourceSkip {
  const keep = [dockerfile, `${dockerfile}.dockerignore`, '.dockerignore', ...SETTINGS]
  const ignores = ignoresOf(texts)
  return (path, isFolder) => {
    if (path === '.git') return true
    if (keep.some((kept) => kept === path || kept.startsWith(`${path}/`))) return false
    return ignores(path, isFolder)
  }
}

function ignoresOf({ docker, git }: Parameters<typeof sourceSkip>[0]): SourceSkip {
  if (docker !== undefined) {
    const rules = parseIgnore(docker)
    return (path, isFolder) => isIgnored(rules, path) && !(isFolder && mayKeepBelow(rules, path))
  }
  return gitTree(git)
}
