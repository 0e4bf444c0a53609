import { nodeStack } from './node/node-stack.ts'
import { procfileStack } from './procfile-stack.ts'
import { pythonStack } from './python/python-stack.ts'
import type { SourceFacts } from './source-facts.ts'
import type { Stack, StackName, StackPlan, StackProblem } from './stack.ts'
import { staticStack } from './static-stack.ts'

/** The first that knows a source has it: what builds comes before what only serves. */
const STACKS: readonly Stack[] = [nodeStack, pythonStack, staticStack, procfileStack]

/**
 * Chooses the stack of a source, or says what is missing. `only`: of this one, whatever else it might be.
 */
export function detectStack(
  facts: SourceFacts,
  { web, only }: { readonly web: string | undefined; readonly only: StackName | undefined },
): StackPlan | StackProblem {
  const asked = STACKS.filter(({ name }) => only === undefined || name === only)
  for (const stack of asked) {
    const found = stack.detect(facts, web)
    if (found !== null) return found
  }
  const looked = asked.map(({ knownBy }) => knownBy).join('; ')
  const first = only === undefined ? 'Dockerfile; ' : ''
  return {
    kind: 'problem',
    file: 'Dockerfile',
    message: `nothing says how this is built. Looked for: ${first}${looked}. Add one of them, or name the folder that has it`,
  }
}
