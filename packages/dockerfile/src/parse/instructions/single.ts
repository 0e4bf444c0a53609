import type {
  MaintainerInstruction,
  StopsignalInstruction,
  UserInstruction,
  WorkdirInstruction,
} from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { written } from '../written.ts'

export function parseWorkdir(statement: Statement): WorkdirInstruction {
  return { ...written(statement), kind: 'workdir', path: argument(statement) }
}

export function parseUser(statement: Statement): UserInstruction {
  return { ...written(statement), kind: 'user', user: argument(statement) }
}

export function parseStopsignal(statement: Statement): StopsignalInstruction {
  return { ...written(statement), kind: 'stopsignal', signal: argument(statement) }
}

export function parseMaintainer(statement: Statement): MaintainerInstruction {
  return { ...written(statement), kind: 'maintainer', author: argument(statement) }
}

/** All of the line, spaces included. */
function argument(statement: Statement): string {
  readFlags(statement, {})
  if (statement.rest.text === '')
    throw refuse(statement.place, `${statement.keyword.toUpperCase()} has no argument`)
  return statement.rest.text
}
