import type { Place } from '../ast/place.ts'
import { refuse } from '../read/refuse.ts'
import { replacePattern, trimPrefix, trimSuffix } from './shell-pattern.ts'
import { WordList } from './word-list.ts'
import { spendWork, type Work } from './work.ts'

/** The value of a variable, undefined when it is not set. */
export type Lookup = (name: string) => string | undefined

export type ExpandOptions = {
  readonly lookup: Lookup
  readonly escape: string
  readonly place: Place
  /** shared by all that is filled in for one Dockerfile */
  readonly work: Work
  /** quotes mean nothing and stay, as in here-documents */
  readonly rawQuotes?: boolean
}

export type Expansion = {
  readonly value: string
  /** the value split by spaces outside of quotes, after variables were filled in */
  readonly words: readonly string[]
  /** names that were used without being set, and without a modifier that says what to do then */
  readonly missing: readonly string[]
}

/** BuildKit's shell lexer over one word: a cursor, and what it has found. */
type Lexer = ExpandOptions & { readonly text: string; at: number; readonly missing: Set<string> }

/** Parameters of a shell, which no Dockerfile sets: `$?` is empty, not `$?`. */
const SPECIAL = /[@*#?\-$!0]/

/** Fills in variables and takes quotes and escapes off. Errors, all dockerfile.invalid: a quote or brace without its end, an unknown modifier, what `${x:?}` asks for. */
export function expand(text: string, options: ExpandOptions): Expansion {
  const lexer: Lexer = { ...options, text, at: 0, missing: new Set() }
  const words = new WordList()
  spendWork(options.work, text.length, options.place)
  const value = readUntil(lexer, undefined, { rawEscapes: false, words })
  return { value, words: words.all(), missing: [...lexer.missing] }
}

/** Reads up to `stop`, which is taken, or to the end. */
function readUntil(
  lexer: Lexer,
  stop: string | undefined,
  { rawEscapes, words }: { rawEscapes: boolean; words?: WordList },
): string {
  let value = ''
  while (lexer.at < lexer.text.length) {
    const char = charAt(lexer)
    if (char === stop) {
      lexer.at++
      return value
    }
    const piece = readPiece(lexer, char, rawEscapes)
    value += piece.text
    if (piece.splits) words?.addText(piece.text)
    else words?.addRaw(piece.text)
  }
  if (stop !== undefined) throw broken(lexer, `"${lexer.text}" has no "${stop}" where one is expected`)
  return value
}

/** One character, quoted text or variable; `splits`: its spaces separate words. */
function readPiece(lexer: Lexer, char: string, rawEscapes: boolean): { text: string; splits: boolean } {
  if (char === '$') return { text: readDollar(lexer), splits: true }
  if (char === "'" && !lexer.rawQuotes) return { text: readSingleQuoted(lexer), splits: false }
  if (char === '"' && !lexer.rawQuotes) return { text: readDoubleQuoted(lexer, rawEscapes), splits: false }
  lexer.at += char.length
  if (char !== lexer.escape) return { text: char, splits: true }
  const escaped = charAt(lexer)
  lexer.at += escaped.length
  return { text: rawEscapes ? char + escaped : escaped, splits: false }
}

function readSingleQuoted(lexer: Lexer): string {
  const end = lexer.text.indexOf("'", lexer.at + 1)
  if (end < 0) throw broken(lexer, `"${lexer.text}" has a single quote without its end`)
  const text = lexer.text.slice(lexer.at + 1, end)
  lexer.at = end + 1
  return text
}

function readDoubleQuoted(lexer: Lexer, rawEscapes: boolean): string {
  let text = ''
  lexer.at++
  while (lexer.at < lexer.text.length) {
    const char = charAt(lexer)
    if (char === '"') {
      lexer.at++
      return text
    }
    if (char === '$') {
      text += readDollar(lexer)
      continue
    }
    lexer.at += char.length
    text += char === lexer.escape ? readQuotedEscape(lexer, rawEscapes) : char
  }
  throw broken(lexer, `${lexer.text} has a double quote without its end`)
}

/** Between double quotes only `"`, `$` and the escape itself can be escaped; else the escape is a character. */
function readQuotedEscape(lexer: Lexer, rawEscapes: boolean): string {
  const next = charAt(lexer)
  if (next === '') return ''
  if (next !== '"' && next !== '$' && next !== lexer.escape)
    return lexer.escape + (rawEscapes ? lexer.escape : '')
  lexer.at++
  return rawEscapes ? lexer.escape + next : next
}

function readDollar(lexer: Lexer): string {
  lexer.at++
  if (charAt(lexer) !== '{') {
    const name = readName(lexer)
    return name === '' ? '$' : value(lexer, name)
  }
  lexer.at++
  const next = charAt(lexer)
  if (next === '') throw broken(lexer, `"${lexer.text}" has a "\${" without its "}"`)
  if ('{}:'.includes(next)) throw broken(lexer, `"${lexer.text}" names no variable after "\${"`)
  const name = readName(lexer)
  return readModifier(lexer, name)
}

function readModifier(lexer: Lexer, name: string): string {
  const first = take(lexer)
  switch (first) {
    case '}':
      return value(lexer, name)
    case ':':
      return applyModifier(lexer, name, take(lexer), true)
    case '/':
      return replaceIn(lexer, name)
    case '':
      throw broken(lexer, `"${lexer.text}" has a "\${" without its "}"`)
    default:
      return applyModifier(lexer, name, first, false)
  }
}

function applyModifier(lexer: Lexer, name: string, modifier: string, emptyIsUnset: boolean): string {
  if (modifier === '' || !'+-?#%'.includes(modifier))
    throw broken(lexer, `"${lexer.text}" has an unknown modifier "${emptyIsUnset ? ':' : ''}${modifier}"`)
  const isPattern = modifier === '#' || modifier === '%'
  const word = readUntil(lexer, '}', { rawEscapes: isPattern })
  const known = lexer.lookup(name)
  spendWork(lexer.work, known?.length ?? 0, lexer.place)
  const isSet = known !== undefined && !(emptyIsUnset && known === '')
  switch (modifier) {
    case '-':
      return isSet ? known : word
    case '+':
      return isSet ? word : ''
    case '?':
      if (isSet) return known
      throw broken(
        lexer,
        `${name}: ${word || `it has to be ${known === undefined ? 'set' : 'set, and not empty'}`}`,
      )
    default: {
      const isLongest = word.startsWith(modifier)
      const pattern = isLongest ? word.slice(1) : word
      const trim = modifier === '#' ? trimPrefix : trimSuffix
      return withPattern(lexer, pattern, (spend) => trim(pattern, value(lexer, name), isLongest, spend))
    }
  }
}

/** `${x/pattern/text}`, `${x//pattern/text}` */
function replaceIn(lexer: Lexer, name: string): string {
  const all = charAt(lexer) === '/'
  if (all) lexer.at++
  const pattern = readUntil(lexer, '/', { rawEscapes: true })
  const replacement = readUntil(lexer, '}', { rawEscapes: true })
  return withPattern(lexer, pattern, (spend) =>
    replacePattern({ pattern, replacement, all }, value(lexer, name), spend),
  )
}

function withPattern(
  lexer: Lexer,
  pattern: string,
  apply: (spend: (steps: number) => void) => string | undefined,
): string {
  const result = apply((steps) => spendWork(lexer.work, steps, lexer.place))
  if (result === undefined) throw broken(lexer, `"${pattern}" is no pattern: \\ escapes only * ? \\ / and }`)
  return result
}

/** Letters, digits and `_`; digits alone when it begins with one; one character when the shell gives it a meaning. */
function readName(lexer: Lexer): string {
  const rest = lexer.text.slice(lexer.at)
  const [name = ''] =
    /^(\d+|[\p{L}_][\p{L}\p{Nd}_]*)/u.exec(rest) ?? (SPECIAL.test(charAt(lexer)) ? [charAt(lexer)] : [])
  lexer.at += name.length
  return name
}

function value(lexer: Lexer, name: string): string {
  const known = lexer.lookup(name)
  if (known === undefined) lexer.missing.add(name)
  spendWork(lexer.work, known?.length ?? 0, lexer.place)
  return known ?? ''
}

/** One whole character, which may be two UTF-16 units; empty at the end. */
function charAt(lexer: Lexer): string {
  const code = lexer.text.codePointAt(lexer.at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function take(lexer: Lexer): string {
  const char = charAt(lexer)
  lexer.at += char.length
  return char
}

function broken(lexer: Lexer, sentence: string): Error {
  return refuse(lexer.place, sentence)
}
