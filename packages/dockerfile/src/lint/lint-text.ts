import type { CheckDirective, Dockerfile, Stage } from '../ast/dockerfile.ts'
import type { Warning } from '../ast/place.ts'
import { lintCasing } from './lint-casing.ts'
import { lintNames } from './lint-names.ts'
import { lintStages } from './lint-stages.ts'
import { lintStyle } from './lint-style.ts'
import type { Linted } from './linted.ts'

/** The rules that need no more than the text; those that want to know arguments and bases are the plan's. */
export function lintText(parsed: readonly Linted[], stages: readonly Stage[]): Warning[] {
  return [...lintCasing(parsed), ...lintNames(stages), ...lintStages(stages), ...lintStyle(parsed)]
}

type Checks = Pick<Dockerfile, 'directives' | 'checks'>

/** Without what the `check` directive, or a comment above the instruction, skips; in order of places. */
export function keptWarnings(warnings: readonly Warning[], checks: Checks): Warning[] {
  return warnings
    .filter((warning) => !checksFor(warning, checks).some(({ skip }) => skips(skip, warning.rule)))
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
}

/** Where the file, or a comment above the instruction, says that warnings end the build. */
export function isMistake(warning: Warning, checks: Checks): boolean {
  return checksFor(warning, checks).some(({ error }) => error)
}

function checksFor({ place }: Warning, { directives, checks }: Checks): readonly CheckDirective[] {
  const own = checks.get(place.line)
  return own ? [directives.check, own] : [directives.check]
}

function skips(skip: CheckDirective['skip'], rule: string): boolean {
  return skip === 'all' || skip.has(rule.toLowerCase())
}
