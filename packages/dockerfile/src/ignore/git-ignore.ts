import { newWork } from '../expand/work.ts'
import { type IgnoreRule, ignoreRule, PATH_STEPS } from './ignore-rules.ts'
import { matchesPattern } from './path-pattern.ts'

/** The rules of one `.gitignore`; those that end with a slash are for folders alone. */
export type GitIgnore = readonly (IgnoreRule & { readonly isForFolders: boolean })[]

/** gitignore(5), of one file. Error: dockerfile.invalid, of a pattern. */
export function parseGitIgnore(text: string): GitIgnore {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const rule = ignoreRule(anchored(line))
      return rule ? [{ ...rule, isForFolders: line.endsWith('/') }] : []
    })
}

/**
 * Whether this file leaves a path out (true) or takes it in again (false), below its own folder; undefined when it says
 * nothing of it. The last rule that matches decides. Error: dockerfile.invalid, of patterns that are too slow.
 */
export function saysGitIgnore(rules: GitIgnore, path: string, isFolder: boolean): boolean | undefined {
  const work = newWork(PATH_STEPS)
  const last = rules.findLast(
    ({ pattern, isForFolders }) => (isFolder || !isForFolders) && matchesPattern(pattern, path, work),
  )
  return last && !last.keeps
}

/** A pattern without a slash in it is for every depth. */
function anchored(line: string): string {
  const keeps = line.startsWith('!')
  const pattern = keeps ? line.slice(1) : line
  const isAnchored = pattern.slice(0, -1).includes('/')
  return `${keeps ? '!' : ''}${isAnchored ? pattern : `**/${pattern}`}`
}
