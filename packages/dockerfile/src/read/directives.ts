import type { CheckDirective, Directives } from '../ast/dockerfile.ts'
import { refuse } from './refuse.ts'
import type { SourceLines } from './source-lines.ts'

const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/
const NAMES = ['syntax', 'escape', 'check']

/** Reads the directives from the first lines of `text`; the first other line, be it a comment, ends them. */
export function readDirectives(text: string, lines: SourceLines): Directives {
  const found = new Map<string, string>()
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const [, name = '', value = ''] = DIRECTIVE.exec(raw.trimStart()) ?? []
    const known = name.toLowerCase()
    if (!NAMES.includes(known)) break
    const place = lines.placeAt(index + 1, 1)
    if (found.has(known)) throw refuse(place, `only one ${known} directive can be used`)
    if (known === 'escape' && value !== '\\' && value !== '`')
      throw refuse(place, `"${value}" is not an escape character: it is \\ or \``)
    found.set(known, value)
  }
  return {
    syntax: found.get('syntax') ?? null,
    escape: found.get('escape') === '`' ? '`' : '\\',
    check: readCheck(found.get('check') ?? ''),
  }
}

const CHECK = /^#\s*check\s*=(.*)$/i

/** What comments above an instruction say of its warnings; undefined: nothing. */
export function readCheckComments(comments: readonly string[]): CheckDirective | undefined {
  const found = comments.flatMap((comment) => CHECK.exec(comment.trim())?.[1] ?? []).map(readCheck)
  if (found.length === 0) return undefined
  const rules = found.flatMap(({ skip }) => (skip === 'all' ? [] : [...skip]))
  return {
    skip: found.some(({ skip }) => skip === 'all') ? 'all' : new Set(rules),
    error: found.some(({ error }) => error),
  }
}

/** `skip=RuleA,RuleB;error=true`; what is not known of it is left out, as it may come with a newer rule. */
function readCheck(value: string): CheckDirective {
  const options = new Map(
    value
      .split(';')
      .map((option) => option.trim().split('='))
      .map(([name = '', text = '']) => [name.trim().toLowerCase(), text.trim()] as const),
  )
  const skip = (options.get('skip') ?? '').split(',').flatMap((rule) => rule.trim() || [])
  return {
    skip: skip.includes('all') ? 'all' : new Set(skip.map((rule) => rule.toLowerCase())),
    error: /^(1|t|true)$/i.test(options.get('error') ?? ''),
  }
}
