import type { HereDocument } from '../ast/argument.ts'
import type { Place, Warning } from '../ast/place.ts'
import { type Flag, splitFlags } from './flags.ts'
import { findAnnouncements, takeDocument } from './here-documents.ts'
import { isJsonWords } from './json-words.ts'
import type { SourceLines } from './source-lines.ts'
import type { Word } from './words.ts'

/** One instruction as text: continuations joined, comments between them left out. */
export type Statement = {
  /** as it is written */
  readonly keyword: string
  /** the keyword and all that follows, on one line */
  readonly text: string
  readonly flags: readonly Flag[]
  /** what follows the flags */
  readonly rest: Word
  readonly documents: readonly HereDocument[]
  readonly escape: string
  /** lines of comments right above it, as they are written */
  readonly comments: readonly string[]
  readonly place: Place
  /** with its here-documents */
  readonly lastLine: number
  /** where a character of `text` was written */
  readonly placeAt: (offset: number) => Place
}

/** Which offset of the joined text begins at which line and column. */
type Piece = { readonly offset: number; readonly line: number; readonly column: number }

const WITH_DOCUMENTS = ['add', 'copy', 'run']

/** Takes the next statement, or undefined when there is none before the end. Error: dockerfile.invalid. */
export function takeStatement(
  lines: SourceLines,
  escape: string,
  warn: (warning: Warning) => void,
): Statement | undefined {
  let comments: string[] = []
  while (!lines.atEnd()) {
    const first = lines.next()
    const joined = takeJoined(lines, escape, warn)
    if (joined.text.trim() !== '') return statementOf(lines, { ...joined, comments }, escape, first)
    if (joined.comment === undefined) comments = []
    else comments.push(joined.comment)
  }
  return undefined
}

/** A line with all that continue it, or a comment. */
function takeJoined(lines: SourceLines, escape: string, warn: (warning: Warning) => void) {
  const pieces: Piece[] = []
  let text = ''
  let continues = true
  while (continues && !lines.atEnd()) {
    const line = lines.next()
    const raw = lines.take()
    const isFirst = pieces.length === 0
    if (/^\s*#/.test(raw)) {
      if (isFirst) return { text, pieces, comment: raw }
      continue
    }
    if (!isFirst && raw.trim() === '') {
      warn({
        rule: 'NoEmptyContinuation',
        message: 'empty lines within an instruction are to be an error one day: remove the line',
        place: lines.placeAt(line, 1),
      })
      continue
    }
    const indent = isFirst ? raw.length - raw.trimStart().length : 0
    const written = raw.slice(indent)
    const kept = withoutContinuation(written, escape)
    pieces.push({ offset: text.length, line, column: indent + 1 })
    text += kept ?? written
    continues = kept !== undefined
  }
  return { text, pieces }
}

/** The line without the escape character at its end; undefined when the next line does not belong to it. */
function withoutContinuation(line: string, escape: string): string | undefined {
  const bare = line.replace(/[ \t]+$/, '')
  if (!bare.endsWith(escape)) return undefined
  if (bare.length > 1 && bare.at(-2) === escape) return undefined
  return bare.slice(0, -1)
}

function statementOf(
  lines: SourceLines,
  joined: { text: string; pieces: readonly Piece[]; comments: readonly string[] },
  escape: string,
  line: number,
): Statement {
  const text = joined.text.trimEnd()
  const placeAt = (offset: number) => {
    const piece = pieceAt(joined.pieces, offset) ?? { offset: 0, line, column: 1 }
    return lines.placeAt(piece.line, piece.column + offset - piece.offset)
  }
  const [keyword = ''] = /^\S+/.exec(text) ?? []
  const { flags, rest } = splitFlags({ text: text.slice(keyword.length), at: keyword.length }, escape)
  const documents = mayAnnounce(keyword, rest)
    ? findAnnouncements(rest).map((announced) => takeDocument(lines, announced, placeAt(announced.at)))
    : []
  const { comments } = joined
  const lastLine = lines.next() - 1
  return { keyword, text, flags, rest, documents, escape, comments, place: placeAt(0), lastLine, placeAt }
}

/** By halves: a statement may have as many pieces as words. */
function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let [low, high] = [0, pieces.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.offset ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return pieces[low - 1]
}

/** RUN, COPY and ADD do, in shell form, also as triggers of ONBUILD. */
function mayAnnounce(keyword: string, rest: Word): boolean {
  if (keyword.toLowerCase() !== 'onbuild')
    return WITH_DOCUMENTS.includes(keyword.toLowerCase()) && !isJsonWords(rest.text)
  const [trigger = ''] = /^\S+/.exec(rest.text) ?? []
  return WITH_DOCUMENTS.includes(trigger.toLowerCase())
}
