import type { Document } from 'yaml'
import type { z } from 'zod'
import { offsetOf, offsetOfKey, type Path } from './offset-of.ts'

type Issue = z.core.$ZodIssue

/** How a kind of file is called, and what it may have. */
export type FileWords = {
  readonly file: string
  /** the keys of its outermost mapping */
  readonly keys: readonly string[]
  /** said in place of "is not known" of a key of the outermost mapping */
  readonly unknown?: Readonly<Record<string, string>>
}

/** The place of each is looked for among all keys. */
const MOST_ISSUES = 200

/** What is said of a file that is none, each with the offset of the part that it is about, in the order of the file. */
export function findIssues(
  document: Document,
  issues: readonly Issue[],
  words: FileWords,
): { message: string; offset: number }[] {
  return issues
    .slice(0, MOST_ISSUES)
    .flatMap((issue) => unfold(issue, []))
    .map(({ issue, path }) => say(document, issue, path, words))
    .toSorted((a, b) => a.offset - b.offset)
}

/** Of the forms that something may have, the one that got furthest is the one that was meant. */
function unfold(issue: Issue, above: Path): { issue: Issue; path: Path }[] {
  const path = [...above, ...issue.path]
  if (issue.code !== 'invalid_union') return [{ issue, path }]
  const depth = (branch: readonly Issue[]) => Math.max(0, ...branch.map((one) => reach(one)))
  const [best] = issue.errors.toSorted((a, b) => depth(b) - depth(a))
  if (!best || depth(best) === 0) return [{ issue, path }]
  return best.flatMap((one) => unfold(one, path))
}

function reach(issue: Issue): number {
  const deeper = issue.code === 'invalid_union' ? Math.max(0, ...issue.errors.flat().map(reach)) : 0
  // a key that is unknown lies one below the object that has it
  const below = issue.code === 'unrecognized_keys' || issue.code === 'custom' ? 1 : 0
  return issue.path.length + deeper + below
}

function say(document: Document, issue: Issue, path: Path, words: FileWords) {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    return { message: unknownKey(key, path, words), offset: offsetOfKey(document, path, key) }
  }
  const name = path.length === 0 ? words.file : path.map(String).join('.')
  const offset =
    issue.code === 'invalid_key'
      ? offsetOfKey(document, path.slice(0, -1), String(path.at(-1)))
      : offsetOf(document, path)
  return { message: `${name}: ${wordsOf(issue)}`, offset }
}

function unknownKey(key: string, path: Path, { keys, unknown = {} }: FileWords): string {
  const said = path.length === 0 && Object.hasOwn(unknown, key) ? unknown[key] : undefined
  if (said !== undefined) return said
  const known = path.length === 0 ? `. It may have ${keys.join(', ')}` : ''
  return `${[...path.map(String), key].join('.')} is not known${known}`
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_union') return 'is of none of the forms that it may have: see the reference'
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  return issue.message
}
