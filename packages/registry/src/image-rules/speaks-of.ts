import type { Viewer } from '../face/viewer.ts'
import { fits } from '../pattern.ts'
import { nameWithin } from '../tag-rules/require-unprotected.ts'

/** Whether a rule concerns a repository that is reached. */
export function speaksOf({ repositories }: { readonly repositories: string }, { only }: Viewer): boolean {
  return only === undefined || only.some((name) => fits(repositories, nameWithin(name)))
}
