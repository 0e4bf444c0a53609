import type { CmdInstruction, EntrypointInstruction, ShellInstruction } from '../../ast/instruction.ts'
import { readFlags } from '../../read/flag-reader.ts'
import { readJsonWords } from '../../read/json-words.ts'
import { refuse } from '../../read/refuse.ts'
import type { Statement } from '../../read/statement.ts'
import { readCommand } from '../read-command.ts'
import { written } from '../written.ts'

export function parseCmd(statement: Statement): CmdInstruction {
  readFlags(statement, {})
  return { ...written(statement), kind: 'cmd', command: readCommand(statement, statement.rest) }
}

export function parseEntrypoint(statement: Statement): EntrypointInstruction {
  readFlags(statement, {})
  return { ...written(statement), kind: 'entrypoint', command: readCommand(statement, statement.rest) }
}

/** `SHELL ["program", "argument"…]` */
export function parseShell(statement: Statement): ShellInstruction {
  readFlags(statement, {})
  const json = readJsonWords(statement.rest.text)
  if (json.kind !== 'words' || json.words.length === 0)
    throw refuse(statement.place, 'SHELL is a JSON array of strings: SHELL ["/bin/sh", "-c"]')
  return { ...written(statement), kind: 'shell', words: json.words }
}
