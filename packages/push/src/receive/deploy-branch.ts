import { branchOf, type RefUpdate } from '@berth/git'

/** What both old and new tools call the first branch. */
const USUAL = ['main', 'master']

/**
 * The branch whose pushes are built. While nothing was pushed yet and nobody chose another one, it is the branch that
 * comes alone, whatever its name; later `master` still takes the place of a `main` that never came.
 */
export function chooseDeployBranch(
  present: { readonly deployBranch: string; readonly refs: ReadonlyMap<string, string> },
  updates: readonly RefUpdate[],
): string {
  const { deployBranch, refs } = present
  if (!USUAL.includes(deployBranch) || refs.has(`refs/heads/${deployBranch}`)) return deployBranch
  const pushed = updates.flatMap(({ name, new: next }) => (next === null ? [] : (branchOf(name) ?? [])))
  if (pushed.includes(deployBranch)) return deployBranch
  const [only, ...more] = pushed
  if (refs.size === 0 && only !== undefined && more.length === 0) return only
  const known = USUAL.some((name) => refs.has(`refs/heads/${name}`))
  return (known ? undefined : USUAL.find((name) => pushed.includes(name))) ?? deployBranch
}
