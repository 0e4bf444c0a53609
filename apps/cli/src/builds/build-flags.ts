import { type BuildRecipe, buildRecipeSchema } from '@berth/protocol'
import { parseAssignments } from '../arguments/assignments.ts'
import { UsageError } from '../arguments/usage-error.ts'

/** How a source is built, as the command line says it. */
export type BuildFlags = {
  readonly dockerfile?: string
  readonly target?: string
  readonly buildArg?: readonly string[]
  readonly secret?: readonly string[]
  readonly ssh?: readonly string[]
  /** false with --no-cache */
  readonly cache?: boolean
}

/** Error: UsageError. */
export function recipeOf(flags: BuildFlags): BuildRecipe {
  const { dockerfile, target, buildArg, secret, cache } = flags
  const parsed = buildRecipeSchema.safeParse({
    kind: dockerfile === undefined ? 'auto' : 'dockerfile',
    ...(dockerfile !== undefined && { dockerfile: dockerfile.replace(/^\.\//, '') }),
    ...(target !== undefined && { target }),
    ...(buildArg && { args: parseAssignments(buildArg, '--build-arg') }),
    ...(secret && { secrets: secret }),
    noCache: cache === false,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`)
}
