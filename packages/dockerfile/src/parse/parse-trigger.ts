import type { StageInstruction } from '../ast/instruction.ts'
import type { Place } from '../ast/place.ts'
import { refuse } from '../read/refuse.ts'
import { sourceLines } from '../read/source-lines.ts'
import { takeStatement } from '../read/statement.ts'
import { parseInstruction } from './parse-instruction.ts'

/** An ONBUILD trigger of a base, read as if it stood at `place`, which is the FROM that brought it. Error: dockerfile.invalid. */
export function parseTrigger(text: string, place: Place): StageInstruction {
  const lines = { ...sourceLines(text), placeAt: () => place }
  const statement = takeStatement(lines, '\\', () => undefined)
  if (!statement) throw refuse(place, 'the image has an empty ONBUILD trigger')
  const instruction = parseInstruction(statement)
  if (instruction.kind === 'from' || instruction.kind === 'onbuild' || instruction.kind === 'maintainer')
    throw refuse(
      place,
      `the image has ${instruction.kind.toUpperCase()} as an ONBUILD trigger, which is not allowed`,
    )
  return instruction
}
