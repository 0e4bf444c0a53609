import { type Place, refuse } from '@berth/dockerfile'

/** An address that ADD reads: a file, or a git repository. */
export type Remote =
  | { readonly kind: 'url'; readonly url: string; readonly name: string }
  | {
      readonly kind: 'git'
      /** without fragment and query */
      readonly remote: string
      readonly ref: string | null
      readonly directory: string | null
      readonly keepGitDir: boolean
      readonly checksum: string | null
    }

/** Undefined: it is a path. Error: dockerfile.invalid, for an address that is none. */
export function readRemote(text: string, place: Place): Remote | undefined {
  if (/^[\w.-]+@[\w.-]+:(?!\/\/)/.test(text) || /^(git|ssh):\/\//i.test(text)) return gitRemote(text, '')
  if (!/^https?:\/\//i.test(text)) return undefined
  if (!URL.canParse(text)) throw refuse(place, `"${text}" is not an address`)
  const url = new URL(text)
  if (url.pathname.endsWith('.git')) return gitRemote(text, url.search)
  const name = decoded(url.pathname.split('/').findLast((part) => part !== '') ?? '')
  return { kind: 'url', url: text, name: /^\.{0,2}$|\//.test(name) ? '__unnamed__' : name }
}

/** `…#branch:folder`, or `…?branch=…&subdir=…` */
function gitRemote(text: string, search: string): Remote {
  const [address = '', fragment = ''] = text.split('#', 2)
  const [ref = '', folder = ''] = fragment.split(':', 2)
  const query = new URLSearchParams(search)
  const named = ['ref', 'branch', 'tag', 'commit'].map((name) => query.get(name)).find(Boolean)
  return {
    kind: 'git',
    remote: search === '' ? address : address.replace(search, ''),
    ref: ref || named || null,
    directory: folder || query.get('subdir') || null,
    keepGitDir: /^(1|true)$/.test(query.get('keep-git-dir') ?? ''),
    checksum: query.get('checksum'),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a % that is no escape: the name has it as it is
  }
}
