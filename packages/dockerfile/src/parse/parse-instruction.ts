import type { Instruction } from '../ast/instruction.ts'
import { closest } from '../read/closest.ts'
import { refuse } from '../read/refuse.ts'
import type { Statement } from '../read/statement.ts'
import { parseArg } from './instructions/arg.ts'
import { parseCmd, parseEntrypoint, parseShell } from './instructions/command.ts'
import { parseFrom } from './instructions/from.ts'
import { parseHealthcheck } from './instructions/healthcheck.ts'
import { parseOnbuild } from './instructions/onbuild.ts'
import { parseEnv, parseLabel } from './instructions/pairs.ts'
import { parseRun } from './instructions/run.ts'
import { parseMaintainer, parseStopsignal, parseUser, parseWorkdir } from './instructions/single.ts'
import { parseAdd, parseCopy } from './instructions/transfer.ts'
import { parseExpose, parseVolume } from './instructions/words.ts'

/** Every instruction there is: a new one is entered here. */
const PARSERS: { readonly [kind in Instruction['kind']]: (statement: Statement) => Instruction } = {
  add: parseAdd,
  arg: parseArg,
  cmd: parseCmd,
  copy: parseCopy,
  entrypoint: parseEntrypoint,
  env: parseEnv,
  expose: parseExpose,
  from: parseFrom,
  healthcheck: parseHealthcheck,
  label: parseLabel,
  maintainer: parseMaintainer,
  onbuild: parseOnbuild,
  run: parseRun,
  shell: parseShell,
  stopsignal: parseStopsignal,
  user: parseUser,
  volume: parseVolume,
  workdir: parseWorkdir,
}

/** Error: dockerfile.invalid. */
export function parseInstruction(statement: Statement): Instruction {
  const kind = statement.keyword.toLowerCase()
  if (!isKind(kind)) {
    const names = Object.keys(PARSERS).map((name) => name.toUpperCase())
    throw refuse(statement.place, `"${statement.keyword}" is not an instruction${closest(kind, names)}`)
  }
  return PARSERS[kind](statement)
}

function isKind(word: string): word is Instruction['kind'] {
  return Object.hasOwn(PARSERS, word)
}
