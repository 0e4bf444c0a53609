import type { ArgInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { splitQuotedWords } from '../../read/words.ts'
import { written } from '../written.ts'

/** `ARG NAME[=DEFAULT]…` */
export function parseArg(statement: Statement): ArgInstruction {
  readFlags(statement, {})
  const words = splitQuotedWords(statement.rest, statement.escape)
  if (words.length === 0) throw refuse(statement.place, 'ARG has no name')
  const args = words.map(({ text, at }) => {
    const equals = text.indexOf('=')
    const place = statement.placeAt(at)
    if (equals === 0) throw refuse(place, 'the name of an ARG is empty')
    return equals < 0
      ? { name: text, value: null, place }
      : { name: text.slice(0, equals), value: text.slice(equals + 1), place }
  })
  return { ...written(statement), kind: 'arg', args }
}
