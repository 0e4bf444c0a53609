import { BerthError } from '@berth/core'
import { isDigest } from '@berth/oci'

/** Where public images lie, which the platform's administrators write. */
export const LIBRARY = 'library'

/** Where the images of other registries lie, each registry below a prefix of its own. */
export const MIRROR = 'mirror'

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})+$`)
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/
const MAX_NAME = 255

/** `<owner>/<rest>`; the owner is a tenant or `library`. */
export type RepositoryName = { readonly full: string; readonly owner: string; readonly rest: string }

/** distribution-spec, "Pulling manifests", with an owner in front. Error: registry.name_invalid. */
export function parseRepositoryName(full: string): RepositoryName {
  if (full.length > MAX_NAME || !REPOSITORY.test(full)) {
    throw new BerthError(
      'registry.name_invalid',
      `"${full.slice(0, MAX_NAME)}" is not a repository name: it is <tenant>/<name>, of a-z, 0-9 and . _ - between them`,
    )
  }
  const slash = full.indexOf('/')
  return { full, owner: full.slice(0, slash), rest: full.slice(slash + 1) }
}

export type Reference = { readonly tag: string } | { readonly digest: string }

/** A tag or a digest. Errors: registry.digest_invalid, registry.manifest_invalid. */
export function parseManifestReference(text: string): Reference {
  if (text.includes(':')) return { digest: checkDigest(text) }
  if (TAG.test(text)) return { tag: text }
  throw new BerthError('registry.manifest_invalid', `"${text.slice(0, 128)}" is neither a tag nor a digest`)
}

export function isTag(text: string): boolean {
  return TAG.test(text)
}

/** Error: registry.digest_invalid. */
export function checkDigest(text: string | null | undefined): string {
  if (typeof text === 'string' && isDigest(text)) return text
  throw new BerthError(
    'registry.digest_invalid',
    `"${(text ?? '').slice(0, 200)}" is not a sha256 or sha512 digest`,
  )
}
