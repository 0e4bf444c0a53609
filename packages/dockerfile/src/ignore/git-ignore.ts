import { type IgnoreRules, ignoreRule, isIgnored } from './ignore-rules.ts'

/** The rules of one `.gitignore`; those that end with a slash are for folders alone. */
export type GitIgnore = { readonly all: IgnoreRules; readonly forFiles: IgnoreRules }

/** gitignore(5), of a file in the root of what is packed. */
export function parseGitIgnore(text: string): GitIgnore {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const rule = ignoreRule(anchored(line))
      return rule ? [{ rule, isFolder: line.endsWith('/') }] : []
    })
  return {
    all: rules.map(({ rule }) => rule),
    forFiles: rules.filter(({ isFolder }) => !isFolder).map(({ rule }) => rule),
  }
}

/** What lies below an ignored folder is never asked about: git takes none of it in again either. */
export function isGitIgnored(rules: GitIgnore, path: string, isFolder: boolean): boolean {
  return isIgnored(isFolder ? rules.all : rules.forFiles, path)
}

/** A pattern without a slash in it is for every depth. */
function anchored(line: string): string {
  const keeps = line.startsWith('!')
  const pattern = keeps ? line.slice(1) : line
  const isAnchored = pattern.slice(0, -1).includes('/')
  return `${keeps ? '!' : ''}${isAnchored ? pattern : `**/${pattern}`}`
}
