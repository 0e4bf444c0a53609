import { BerthError } from '@berth/core'
import { gitFailed, runGit, startGit } from '../program/git-program.ts'

type Objects = { readonly repository: string; readonly env?: Readonly<Record<string, string>> }

/**
 * What new refs point at: all that belongs to it is here, and a branch is a commit. `known` is what is whole already.
 * Error: git.objects_refused.
 */
export async function checkTips(
  objects: Objects,
  tips: readonly { readonly name: string; readonly commit: string }[],
  known: Iterable<string>,
): Promise<void> {
  const kinds = await kindsOf(
    objects,
    tips.map(({ commit }) => commit),
  )
  for (const { name, commit } of tips) {
    const kind = kinds.get(commit)
    if (kind === undefined) throw missing(name)
    if (name.startsWith('refs/heads/') && kind !== 'commit')
      throw new BerthError('git.objects_refused', `${name} would be a ${kind}: a branch is a commit`)
  }
  const git = startGit(['rev-list', '--quiet', '--objects', '--stdin'], objects)
  git.child.stdout.resume()
  git.child.stdin.end(
    [...tips.map(({ commit }) => commit), ...[...known].map((commit) => `^${commit}`), ''].join('\n'),
  )
  const end = await git.ended
  if (end.code === 0) return
  if (end.code === 128) throw missing(tips[0]?.name ?? '')
  throw gitFailed('rev-list', end)
}

/** Whether all that `older` holds is in `newer` too: a push over it loses nothing. */
export async function isAncestor(objects: Objects, older: string, newer: string): Promise<boolean> {
  const git = startGit(['merge-base', '--is-ancestor', older, newer], objects)
  git.child.stdin.end()
  git.child.stdout.resume()
  const end = await git.ended
  if (end.code === 0 || end.code === 1) return end.code === 0
  throw gitFailed('merge-base', end)
}

async function kindsOf(objects: Objects, commits: readonly string[]): Promise<Map<string, string>> {
  const text = await runGit(['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    ...objects,
    input: `${commits.join('\n')}\n`,
  })
  const lines = text.split('\n').map((line) => line.split(' '))
  return new Map(lines.flatMap(([id = '', kind = 'missing']) => (kind === 'missing' ? [] : [[id, kind]])))
}

function missing(name: string): BerthError {
  return new BerthError(
    'git.objects_refused',
    `${name} needs objects that are not here: if your clone is shallow, run git fetch --unshallow and push again`,
  )
}
