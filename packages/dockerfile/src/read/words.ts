/** A piece of a statement's text; `at` is its offset there. */
export type Word = { readonly text: string; readonly at: number }

/** Splits by whitespace alone, as FROM, EXPOSE and paths are. */
export function splitWords(piece: Word): Word[] {
  return [...piece.text.matchAll(/\S+/g)].map((match) => ({ text: match[0], at: piece.at + match.index }))
}

/** Splits by whitespace outside of quotes, which stay in the words with their escapes, as in ENV, LABEL and ARG. */
export function splitQuotedWords(piece: Word, escape: string): Word[] {
  const words: Word[] = []
  const { text } = piece
  let position = 0
  while (position < text.length) {
    if (/\s/.test(text.charAt(position))) {
      position++
      continue
    }
    const end = endOfWord(text, position, escape)
    words.push({ text: withoutLastEscape(text.slice(position, end), escape), at: piece.at + position })
    position = end
  }
  return words
}

/** An escape character that escapes nothing because the text ends there is dropped. */
function withoutLastEscape(word: string, escape: string): string {
  let escapes = 0
  while (word.at(-1 - escapes) === escape) escapes++
  return escapes % 2 === 1 ? word.slice(0, -1) : word
}

function endOfWord(text: string, start: number, escape: string): number {
  let quote = ''
  let position = start
  for (; position < text.length; position++) {
    const char = text.charAt(position)
    if (char === escape && quote !== "'") position++
    else if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (/\s/.test(char)) return position
  }
  return Math.min(position, text.length)
}
