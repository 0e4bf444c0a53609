import type { Pair } from '../../ast/argument.ts'
import type { EnvInstruction, LabelInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { splitQuotedWords } from '../../read/words.ts'
import { written } from '../written.ts'

/** `ENV NAME=VALUE…`, or the old `ENV NAME VALUE` */
export function parseEnv(statement: Statement): EnvInstruction {
  return { ...written(statement), kind: 'env', pairs: readPairs(statement) }
}

export function parseLabel(statement: Statement): LabelInstruction {
  return { ...written(statement), kind: 'label', pairs: readPairs(statement) }
}

function readPairs(statement: Statement): Pair[] {
  readFlags(statement, {})
  const keyword = statement.keyword.toUpperCase()
  const words = splitQuotedWords(statement.rest, statement.escape)
  const [first] = words
  if (!first) throw refuse(statement.place, `${keyword} has no name`)
  if (!first.text.includes('=')) return [readLegacyPair(statement, keyword)]
  return words.map(({ text, at }) => {
    const equals = text.indexOf('=')
    const place = statement.placeAt(at)
    if (equals < 0) throw refuse(place, `there is no = in "${text}": write ${keyword} NAME=VALUE`)
    if (equals === 0) throw refuse(place, `the name of an ${keyword} is empty`)
    return { name: text.slice(0, equals), value: text.slice(equals + 1), legacy: false, place }
  })
}

/** All after the first space is the value. */
function readLegacyPair(statement: Statement, keyword: string): Pair {
  const [, name = '', value = ''] = /^(\S+)[\t\v\f\r ]+(.+)$/s.exec(statement.rest.text) ?? []
  if (name === '') throw refuse(statement.place, `${keyword} has a name and no value: write NAME=VALUE`)
  return { name, value, legacy: true, place: statement.placeAt(statement.rest.at) }
}
