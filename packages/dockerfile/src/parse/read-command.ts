import type { Command } from '../ast/argument.ts'
import { readJsonWords } from '../read/json-words.ts'
import { refuse } from '../read/refuse.ts'
import type { Statement } from '../read/statement.ts'
import type { Word } from '../read/words.ts'

/** A JSON array of strings is the exec form; all else goes to the shell. */
export function readCommand(statement: Statement, piece: Word): Command {
  const json = readJsonWords(piece.text)
  if (json.kind === 'not-strings')
    throw refuse(statement.placeAt(piece.at), 'the exec form is a JSON array of strings, and this has others')
  if (json.kind === 'words') return { form: 'exec', words: json.words }
  return { form: 'shell', line: piece.text, documents: statement.documents }
}
