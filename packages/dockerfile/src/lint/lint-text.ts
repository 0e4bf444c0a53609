import type { CheckDirective, Stage } from '../ast/dockerfile.ts'
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

/** Without the rules that the `check` directive skips, in order of places. */
export function keptWarnings(warnings: readonly Warning[], check: CheckDirective): Warning[] {
  const { skip } = check
  if (skip === 'all') return []
  return warnings
    .filter(({ rule }) => !skip.some((name) => name.toLowerCase() === rule.toLowerCase()))
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
}
