import { closest, expand, type Place } from '@berth/dockerfile'
import type { StageScope } from '../scope/stage-scope.ts'
import type { StepContext } from './step-context.ts'

/** Fills in the variables of a word, quotes and escapes taken off. Error: dockerfile.invalid. */
export function fill(text: string, place: Place, scope: StageScope, context: StepContext): string {
  return filled(text, place, scope, context).value
}

/** As `fill`, split by spaces outside of quotes. */
export function fillWords(
  text: string,
  place: Place,
  scope: StageScope,
  context: StepContext,
): readonly string[] {
  return filled(text, place, scope, context).words
}

/** Variables alone, as in a here-document: its quotes are text, and `\` is its escape. */
export function fillDocument(text: string, place: Place, scope: StageScope, context: StepContext): string {
  return filled(text, place, scope, context, true).value
}

function filled(text: string, place: Place, scope: StageScope, context: StepContext, isDocument = false) {
  const expansion = expand(text, {
    lookup: (name) => scope.variables.get(name),
    escape: isDocument ? '\\' : context.dockerfile.directives.escape,
    rawQuotes: isDocument,
    place,
    work: context.work,
  })
  for (const name of expansion.missing.filter((each) => !scope.args.has(each)))
    context.warn({
      rule: 'UndefinedVar',
      message: `the variable "$${name}" is not defined${closest(name, [...scope.variables.keys()], '$')}`,
      place,
    })
  return expansion
}
