import { BerthError } from '@berth/core'
import { newWork, type Work } from '../expand/work.ts'
import { matchesAbove, matchesPattern, type PathPattern, pathPattern, tooSlow } from './path-pattern.ts'

/** The rules of a `.dockerignore`, in order: the last one that matches a path or a folder above it decides. */
export type IgnoreRules = readonly IgnoreRule[]

export type IgnoreRule = { readonly pattern: PathPattern; readonly keeps: boolean; readonly text: string }

/** each of them is tried on each file */
const MOST_RULES = 300

/** of one path, which nobody can interrupt: a fraction of a second, and far more than anybody needs */
export const PATH_STEPS = 1_000_000

/** Reads a `.dockerignore`, or the patterns of `--exclude` one a line. Error: dockerfile.invalid, of a pattern. */
export function parseIgnore(text: string): IgnoreRules {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => ignoreRule(line.trim()) ?? [])
  if (rules.length > MOST_RULES)
    throw new BerthError('dockerfile.invalid', `.dockerignore has more than ${MOST_RULES} rules`)
  return rules
}

/** One rule; undefined for a text that says nothing. Error: dockerfile.invalid. */
export function ignoreRule(text: string): IgnoreRule | undefined {
  const keeps = text.startsWith('!')
  const path = cleanPath(keeps ? text.slice(1).trim() : text)
  if (path === '' || path === '.') return undefined
  return { pattern: pathPattern(path), keeps, text }
}

/**
 * Whether a path is left out; `path` is relative, without a slash at its beginning or end. `work`: what all paths
 * together may cost. Error: dockerfile.invalid, of patterns that are too slow.
 */
export function isIgnored(rules: IgnoreRules, path: string, work: Work = newWork(PATH_STEPS)): boolean {
  const most = Math.min(work.left, PATH_STEPS)
  let left = most
  const spend = (steps: number) => {
    left -= steps
    if (left < 0) throw tooSlow()
  }
  let ignored = false
  for (const { pattern, keeps } of rules)
    if (ignored === keeps && matchesAbove(pattern, path, spend)) ignored = !keeps
  work.left -= most - left
  return ignored
}

/** Whether something below an ignored folder could be kept, so that it has to be looked into. */
export function mayKeepBelow(rules: IgnoreRules, folder: string): boolean {
  const parts = folder.split('/')
  return rules.some(({ keeps, pattern }) => {
    if (!keeps) return false
    const wanted = pattern.text.split('/')
    if (wanted.includes('**')) return true
    return (
      wanted.length > parts.length &&
      parts.every((part, at) => matchesPattern(pathPattern(wanted[at] ?? ''), part))
    )
  })
}

/** As Go's filepath.Clean: `.`, `..` and doubled slashes resolved, slashes at both ends taken off. */
function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !path.startsWith('/')) parts.push(part)
  }
  return parts.join('/')
}
