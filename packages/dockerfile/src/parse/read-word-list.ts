import { readJsonWords } from '../read/json-words.ts'
import { refuse } from '../read/refuse.ts'
import type { Statement } from '../read/statement.ts'
import { splitWords, type Word } from '../read/words.ts'

/** A JSON array of strings, or words between spaces: paths with spaces want the array. */
export function readWordList(statement: Statement, piece: Word): Word[] {
  const json = readJsonWords(piece.text)
  if (json.kind === 'not-strings')
    throw refuse(statement.placeAt(piece.at), 'the JSON array holds what is no string')
  if (json.kind === 'not-json') return splitWords(piece)
  return placedWords(piece, json.words)
}

/** Each word of the array where it was written; from the first that has escapes there on, where that one is. */
function placedWords(piece: Word, words: readonly string[]): Word[] {
  let from = 0
  let isLost = false
  return words.map((text) => {
    const shown = JSON.stringify(text)
    const found = isLost ? -1 : piece.text.indexOf(shown, from)
    isLost ||= found < 0
    const at = piece.at + Math.max(found, from)
    from = found < 0 ? from : found + shown.length
    return { text, at }
  })
}
