import { BerthError } from '@berth/core'
import { branchOf, checkRefName, findClashes, type RefResult, type RefUpdate } from '@berth/git'

const MAX_REFS = 5000

/** Names first, before anything else is done with them. Error: input.invalid. */
export function checkNames(updates: readonly RefUpdate[]): void {
  for (const { name } of updates) checkRefName(name)
  if (new Set(updates.map(({ name }) => name)).size !== updates.length)
    throw new BerthError('input.invalid', 'the same branch or tag twice')
}

/** Which updates cannot be, and why, as the refs are now. */
export function refuseUpdates(
  refs: ReadonlyMap<string, string>,
  updates: readonly RefUpdate[],
  deployBranch: string,
): RefResult[] {
  const after = new Set(refs.keys())
  for (const { name, new: next } of updates) if (next === null) after.delete(name)
  for (const { name, new: next } of updates) if (next !== null) after.add(name)
  const present = { refs, after, clashOf: findClashes(after), deployBranch }
  return updates.flatMap((update) => {
    const why = refusalOf(present, update)
    return why === undefined ? [] : [{ name: update.name, why }]
  })
}

function refusalOf(
  {
    refs,
    after,
    clashOf,
    deployBranch,
  }: {
    readonly refs: ReadonlyMap<string, string>
    readonly after: ReadonlySet<string>
    readonly clashOf: (name: string) => string | undefined
    readonly deployBranch: string
  },
  { name, old, new: next }: RefUpdate,
): string | undefined {
  if (old === null && next === null) return 'there is no such branch or tag'
  if ((refs.get(name) ?? null) !== old) return 'it was moved by somebody else meanwhile: git fetch first'
  if (next === null && branchOf(name) === deployBranch)
    return 'this branch is what is deployed: make another one the deploy branch first'
  const clash = next === null ? undefined : clashOf(name)
  if (clash !== undefined) return `there is ${clash} already`
  if (next !== null && after.size > MAX_REFS) return `more than ${MAX_REFS} branches and tags`
  return undefined
}
