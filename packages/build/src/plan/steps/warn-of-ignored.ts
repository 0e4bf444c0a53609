import { type AddInstruction, type CopyInstruction, hasWildcards, isIgnored } from '@berth/dockerfile'
import type { CopySource } from '../step-action.ts'
import type { StepContext } from './step-context.ts'

/** CopyIgnoredFile: a source by name that .dockerignore leaves out will not be found. */
export function warnOfIgnored(
  instruction: CopyInstruction | AddInstruction,
  sources: readonly CopySource[],
  context: StepContext,
): void {
  const { ignore } = context.options
  if (!ignore) return
  for (const source of sources)
    if (source.kind === 'path' && source.origin.kind === 'context' && !hasWildcards(source.pattern))
      if (source.pattern !== '.' && isIgnored(ignore, source.pattern.replace('/./', '/'), context.work))
        context.warn({
          rule: 'CopyIgnoredFile',
          message: `${instruction.kind.toUpperCase()} names "${source.pattern}", which .dockerignore leaves out`,
          place: source.place,
        })
}
