import { BerthError } from '@berth/core'

const MAX_BYTES = 250
// what git-check-ref-format(1) forbids, and besides all that is no printable letter
const FORBIDDEN = /[\s~^:?*[\\\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\ufffd]|\.\.|@\{|\/\/|\/$|\.$|^\//u

/** Branches and tags only, by the rules of git-check-ref-format(1). Error: input.invalid. */
export function checkRefName(name: string): void {
  const parts = name.split('/')
  const [refs, kind, ...rest] = parts
  if (refs !== 'refs' || (kind !== 'heads' && kind !== 'tags') || rest.length === 0)
    throw refused(name, 'only branches and tags are kept')
  if (Buffer.byteLength(name) > MAX_BYTES) throw refused(name, `its name is longer than ${MAX_BYTES} bytes`)
  const odd = parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'))
  if (
    odd ||
    FORBIDDEN.test(name) ||
    rest.join('/') === '@' ||
    rest[0]?.startsWith('-') ||
    rest.join('/') === 'HEAD'
  )
    throw refused(name, 'this is no name for a branch or tag')
}

/** `main` of `refs/heads/main`; undefined for a tag. */
export function branchOf(name: string): string | undefined {
  return name.startsWith('refs/heads/') ? name.slice('refs/heads/'.length) : undefined
}

/**
 * A branch `a` and a branch `a/b` cannot be at once: to git they are a file and a folder. Returns which of `names` is
 * in the way of one. Thousands are asked about at once, so each costs no more than its own parts.
 */
export function findClashes(names: ReadonlySet<string>): (name: string) => string | undefined {
  const below = new Map<string, string>()
  for (const name of names) for (const folder of foldersOf(name)) below.set(folder, name)
  return (name) => below.get(name) ?? foldersOf(name).find((folder) => names.has(folder))
}

function foldersOf(name: string): string[] {
  const folders: string[] = []
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) folders.push(name.slice(0, at))
  return folders
}

function refused(name: string, why: string): BerthError {
  const shown = JSON.stringify(name.slice(0, 100)).slice(1, -1)
  return new BerthError('input.invalid', `${shown}: ${why}`)
}
