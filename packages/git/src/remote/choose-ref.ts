import { BerthError } from '@berth/core'
import { checkRefName } from '../protocol/ref-name.ts'

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const NAMED = 20

/**
 * What is fetched for a branch, a tag, a whole ref or the whole name of a commit; null: the branch that the server has
 * first. Pure: `git ls-remote --symref` as it prints. Error: git.branch_unknown, which names those that are.
 */
export function chooseRef(listed: string, wanted: { url: string; ref: string | null }): string {
  const { url, ref } = wanted
  if (ref !== null && COMMIT.test(ref)) return ref
  const lines = listed.split('\n')
  const refs = lines.flatMap(
    (line) => /^[0-9a-f]{40,64}\t(refs\/(?:heads|tags)\/[^\s^]+)$/.exec(line)?.[1] ?? [],
  )
  const head = lines.flatMap((line) => /^ref: (refs\/heads\/\S+)\tHEAD$/.exec(line)?.[1] ?? [])[0]
  const asked = ref === null ? [head ?? refs[0] ?? ''] : [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]
  const found = asked.find((name) => refs.includes(name))
  if (found === undefined) throw unknown(url, ref, refs)
  checkRefName(found)
  return found
}

function unknown(url: string, ref: string | null, refs: readonly string[]): BerthError {
  if (refs.length === 0)
    return new BerthError('git.branch_unknown', `${url} has no branch yet: push to it first`)
  const names = refs.map((name) => name.replace(/^refs\/(?:heads|tags)\//, ''))
  const more = names.length > NAMED ? ', …' : ''
  return new BerthError(
    'git.branch_unknown',
    `${url} has no branch or tag ${ref ?? ''}: it has ${names.slice(0, NAMED).join(', ')}${more}`,
  )
}
