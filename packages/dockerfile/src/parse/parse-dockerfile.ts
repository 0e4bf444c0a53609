import type { CheckDirective, Dockerfile, Stage } from '../ast/dockerfile.ts'
import type { ArgInstruction, Instruction, StageInstruction } from '../ast/instruction.ts'
import type { Warning } from '../ast/place.ts'
import { keptWarnings, lintText } from '../lint/lint-text.ts'
import { readCheckComments, readDirectives } from '../read/directives.ts'
import { refuse } from '../read/refuse.ts'
import { sourceLines } from '../read/source-lines.ts'
import { type Statement, takeStatement } from '../read/statement.ts'
import { parseInstruction } from './parse-instruction.ts'

/** Beyond these nobody has written it, and reading it holds up others. */
const LONGEST = 1024 * 1024
const MOST_INSTRUCTIONS = 2000

type Parsed = { readonly statement: Statement; readonly instruction: Instruction }

/** Reads a whole Dockerfile. Error: dockerfile.invalid, with line, column and the line's text as details. */
export function parseDockerfile(text: string): Dockerfile {
  const lines = sourceLines(text)
  if (text.length > LONGEST) throw refuse(lines.placeAt(1, 1), 'a Dockerfile is at most 1 MiB large')
  const directives = readDirectives(text, lines)
  const warnings: Warning[] = []
  const parsed: Parsed[] = []
  for (;;) {
    const statement = takeStatement(lines, directives.escape, (warning) => warnings.push(warning))
    if (!statement) break
    if (parsed.length >= MOST_INSTRUCTIONS)
      throw refuse(statement.place, `a Dockerfile has at most ${MOST_INSTRUCTIONS} instructions`)
    parsed.push({ statement, instruction: parseInstruction(statement) })
  }
  if (parsed.length === 0)
    throw refuse(lines.placeAt(1, 1), 'there is no instruction in it: it begins with FROM')
  const { preamble, stages } = sortIntoStages(parsed)
  if (stages.length === 0) throw refuse(lines.placeAt(1, 1), 'there is no FROM in it')
  warnings.push(...lintText(parsed, stages))
  const rules = { directives, checks: checksOf(parsed) }
  return { ...rules, preamble, stages, warnings: keptWarnings(warnings, rules) }
}

/** A warning may be about any line of its instruction. */
function checksOf(parsed: readonly Parsed[]): Dockerfile['checks'] {
  const checks = new Map<number, CheckDirective>()
  for (const { statement } of parsed) {
    const check = readCheckComments(statement.comments)
    if (!check) continue
    for (let line = statement.place.line; line <= statement.lastLine; line++) checks.set(line, check)
  }
  return checks
}

function sortIntoStages(parsed: readonly Parsed[]) {
  const preamble: ArgInstruction[] = []
  const stages: (Stage & { readonly instructions: StageInstruction[] })[] = []
  for (const { instruction } of parsed) {
    const stage = stages.at(-1)
    if (instruction.kind === 'from')
      stages.push({
        index: stages.length,
        name: instruction.alias?.toLowerCase() ?? null,
        from: instruction,
        instructions: [],
      })
    else if (stage) stage.instructions.push(instruction)
    else if (instruction.kind === 'arg') preamble.push(instruction)
    else
      throw refuse(
        instruction.place,
        `${instruction.kind.toUpperCase()} stands before the first FROM, where only ARG may be`,
      )
  }
  return { preamble, stages }
}
