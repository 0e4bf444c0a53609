import { type Document, isMap, isNode, isScalar } from 'yaml'
import type { z } from 'zod'
import { NOT_YET } from '../not-yet.ts'
import { manifestSchema } from '../manifest-schema.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** What is said of a file that is none, and the offset of the part that it is about: the first one in the file. */
export function findIssue(document: Document, issues: readonly Issue[]): { message: string; offset: number } {
  const found = issues
    .flatMap((issue) => unfold(issue, []))
    .map(({ issue, path }) => say(document, issue, path))
  return found.toSorted((a, b) => a.offset - b.offset)[0] ?? { message: 'is no berth.yml', offset: 0 }
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

function say(document: Document, issue: Issue, path: Path): { message: string; offset: number } {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    return { message: unknownKey(key, path), offset: offsetOfKey(document, path, key) }
  }
  const name = path.length === 0 ? 'berth.yml' : path.map(String).join('.')
  const offset =
    issue.code === 'invalid_key'
      ? offsetOfKey(document, path.slice(0, -1), String(path.at(-1)))
      : offsetOf(document, path)
  return { message: `${name}: ${wordsOf(issue)}`, offset }
}

function unknownKey(key: string, path: Path): string {
  const notYet = path.length === 0 && Object.hasOwn(NOT_YET, key) ? NOT_YET[key] : undefined
  if (notYet !== undefined) return `${key} is not carried out from berth.yml yet: ${notYet}`
  const known = path.length === 0 ? ` It may have ${Object.keys(manifestSchema.shape).join(', ')}` : ''
  return `${[...path.map(String), key].join('.')} is not known.${known}`
}

function wordsOf(issue: Issue): string {
  if (issue.code === 'invalid_union') return 'is of none of the forms that it may have: see the reference'
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  return issue.message
}

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) {
      const last = path[length]
      return last === undefined ? node.range[0] : offsetOfKey(document, path.slice(0, length), String(last))
    }
  }
  return 0
}

/** Where a key stands; where its mapping does, if it has no such key. */
function offsetOfKey(document: Document, path: Path, key: string): number {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0]
  }
  return isNode(node) && node.range ? node.range[0] : 0
}
