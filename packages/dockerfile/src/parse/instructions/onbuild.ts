import type { OnbuildInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { written } from '../written.ts'

const FORBIDDEN = ['ONBUILD', 'FROM', 'MAINTAINER']

/** `ONBUILD INSTRUCTION …`: the trigger is kept as text, and read by the build that it is for. */
export function parseOnbuild(statement: Statement): OnbuildInstruction {
  readFlags(statement, {})
  const [keyword = ''] = /^\S+/.exec(statement.rest.text) ?? []
  if (keyword === '') throw refuse(statement.place, 'ONBUILD has no instruction')
  if (FORBIDDEN.includes(keyword.toUpperCase()))
    throw refuse(statement.place, `${keyword.toUpperCase()} cannot be a trigger of ONBUILD`)
  const documents = statement.documents.map(({ name, content }) => `\n${content}${name}`)
  return { ...written(statement), kind: 'onbuild', trigger: statement.rest.text + documents.join('') }
}
