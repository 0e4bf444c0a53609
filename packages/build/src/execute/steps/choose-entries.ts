import { BerthError } from '@berth/core'
import {
  hasWildcards,
  type IgnoreRules,
  isIgnored,
  matchesPattern,
  parseIgnore,
  pathPattern,
  type Work,
} from '@berth/dockerfile'
import { showPath } from '@berth/image'
import { byteText } from '../tree/byte-text.ts'
import { resolveBelow } from '../tree/resolve-below.ts'
import type { TreeEntry } from '../tree/tree-entry.ts'
import { walkTree } from '../tree/walk-tree.ts'

/** all of them are in memory at once, in a process that other builds share */
const MOST_ENTRIES = 1_000_000

type Bounds = { readonly work: Work; readonly signal: AbortSignal }

/** One file that a COPY takes. */
export type Chosen = {
  readonly entry: TreeEntry
  /** where it goes below the destination's folder; '' is that folder itself */
  readonly to: string
  /** a file that was named itself: it may become the destination */
  readonly single: boolean
}

/**
 * What one source of a COPY takes of the tree at `root`: a folder stands for its content, links that are named are
 * followed, within the tree. Excludes are relative to the folder that is copied. Error: input.invalid, when there is nothing.
 */
export async function chooseEntries(
  root: string,
  options: {
    readonly pattern: string
    readonly parents: boolean
    readonly excludes: readonly string[]
    /** for the patterns */
    readonly work: Work
    readonly signal: AbortSignal
  },
): Promise<readonly Chosen[]> {
  const rules = parseIgnore(options.excludes.map(byteText).join('\n'))
  const bounds = { work: options.work, signal: options.signal }
  const { pivot, pattern } = pivotOf(byteText(options.pattern))
  const found = await matches(root, [pivot, pattern].filter(Boolean).join('/'), bounds)
  const chosen: Chosen[] = []
  for (const path of found) {
    const { entry } = await resolveBelow(root, path)
    if (!entry) continue
    const kept = options.parents ? path.slice(pivot.length).replace(/^\//, '') : ''
    if (options.parents) chosen.push(...(await foldersAbove(root, pivot, kept)))
    for (const one of await chooseOne(root, { path, entry, kept, rules, ...bounds })) chosen.push(one)
    if (chosen.length > MOST_ENTRIES) throw tooMany()
  }
  // as BuildKit: a pattern may match nothing
  if (found.length === 0 && !hasWildcards(pattern)) throw missing(options.pattern)
  return chosen
}

async function chooseOne(
  root: string,
  match: { path: string; entry: TreeEntry; kept: string; rules: IgnoreRules } & Bounds,
): Promise<Chosen[]> {
  const { path, entry, kept, rules, work, signal } = match
  if (entry.kind !== 'directory') {
    const to = kept === '' ? baseOf(path) : kept
    return isIgnored(rules, to, work) ? [] : [{ entry, to, single: kept === '' }]
  }
  const chosen: Chosen[] = []
  for await (const each of walkTree(root, entry.path)) {
    if (signal.aborted) throw signal.reason
    const below = each.path.slice(entry.path.length).replace(/^\//, '')
    const named = [kept, below].filter(Boolean).join('/')
    if (below !== '' && isIgnored(rules, named, work)) continue
    chosen.push({ entry: each, to: [kept, below].filter(Boolean).join('/'), single: false })
    if (chosen.length > MOST_ENTRIES) throw tooMany()
  }
  return chosen
}

/** `a/./b`: with --parents only what is after the dot is kept. */
function pivotOf(pattern: string): { pivot: string; pattern: string } {
  const [before, ...after] = pattern.split('/./')
  const clean = (text: string) =>
    text
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/')
  return after.length === 0
    ? { pivot: '', pattern: clean(pattern) }
    : { pivot: clean(before ?? ''), pattern: clean(after.join('/')) }
}

async function matches(root: string, pattern: string, { work, signal }: Bounds): Promise<string[]> {
  if (!hasWildcards(pattern)) {
    const { entry } = await resolveBelow(root, pattern)
    return entry ? [pattern] : []
  }
  const wanted = pathPattern(pattern)
  const depth = pattern.includes('**') ? Number.POSITIVE_INFINITY : pattern.split('/').length
  const found: string[] = []
  for await (const { path } of walkTree(root, '', depth)) {
    if (signal.aborted) throw signal.reason
    if (path !== '' && matchesPattern(wanted, path, work)) found.push(path)
  }
  return found
}

async function foldersAbove(root: string, pivot: string, kept: string): Promise<Chosen[]> {
  const parts = kept.split('/').slice(0, -1)
  const chosen: Chosen[] = []
  for (let i = 1; i <= parts.length; i++) {
    const to = parts.slice(0, i).join('/')
    const { entry } = await resolveBelow(root, [pivot, to].filter(Boolean).join('/'))
    if (entry) chosen.push({ entry, to, single: false })
  }
  return chosen
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function tooMany(): BerthError {
  return new BerthError(
    'input.invalid',
    `more than ${MOST_ENTRIES} files are copied at once: put them into an archive`,
  )
}

function missing(pattern: string): BerthError {
  return new BerthError('input.invalid', `there is no ${showPath(byteText(pattern))} in what is copied from`)
}
