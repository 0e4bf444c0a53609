/** A piece of a line that somebody wrote with marks. */
export type Piece = { readonly kind: 'text' | 'code' | 'strong' | 'em'; readonly text: string }

/** `code`, **strong** and *emphasis*, none within another; what does not end is text. */
const MARKS = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*/g

/** The marks of one line: a title is no page of Markdown, and has no links. */
export function splitMarks(line: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of line.matchAll(MARKS)) {
    if (match.index > from) pieces.push({ kind: 'text', text: line.slice(from, match.index) })
    pieces.push(pieceOf(match))
    from = match.index + match[0].length
  }
  if (from < line.length) pieces.push({ kind: 'text', text: line.slice(from) })
  return pieces
}

/** For names that are spoken, and where no element can stand. */
export function withoutMarks(line: string): string {
  return splitMarks(line)
    .map(({ text }) => text)
    .join('')
}

function pieceOf([, code, strong, em = '']: RegExpMatchArray): Piece {
  if (code !== undefined) return { kind: 'code', text: code }
  return strong === undefined ? { kind: 'em', text: em } : { kind: 'strong', text: strong }
}
