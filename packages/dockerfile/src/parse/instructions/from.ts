import type { FromInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { splitWords } from '../../read/words.ts'
import { written } from '../written.ts'

/** `FROM [--platform=P] IMAGE [AS NAME]` */
export function parseFrom(statement: Statement): FromInstruction {
  const flags = readFlags(statement, { texts: ['platform'] })
  const [image, as, name, ...more] = splitWords(statement.rest)
  const isWhole = image && more.length === 0 && (!as || (as.text.toLowerCase() === 'as' && name))
  if (!isWhole) throw refuse(statement.place, 'FROM is written FROM IMAGE or FROM IMAGE AS NAME')
  if (name && !/^[a-z][a-z0-9-_.]*$/.test(name.text.toLowerCase()))
    throw refuse(
      statement.placeAt(name.at),
      `"${name.text}" cannot be the name of a stage: it begins with a letter, and letters, digits, - _ . follow`,
    )
  return {
    ...written(statement),
    kind: 'from',
    image: image.text,
    platform: flags.text('platform'),
    alias: name?.text ?? null,
  }
}
