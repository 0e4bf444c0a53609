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

/** A put by digest may name at most so many tags in its query. */
const MAX_TAGS = 50

/**
 * The tags that a put of a manifest makes: its own, or those of `?tag=…&tag=…` beside a digest, in one order everywhere.
 * Errors: registry.too_many_tags, registry.manifest_invalid.
 */
export function tagsOf(reference: Reference, query: URLSearchParams): readonly string[] {
  if ('tag' in reference) return [reference.tag]
  const tags = [...new Set(query.getAll('tag'))].toSorted()
  if (tags.length > MAX_TAGS)
    throw new BerthError(
      'registry.too_many_tags',
      `one put makes at most ${MAX_TAGS} tags, and not ${tags.length}`,
    )
  const wrong = tags.find((tag) => !TAG.test(tag))
  if (wrong === undefined) return tags
  throw new BerthError('registry.manifest_invalid', `"${wrong.slice(0, 128)}" is not a tag`)
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

/**
 * `?digest-algorithm=` of an upload: what its digest will be in. Content is hashed when its digest is told, so that
 * only an algorithm that is not known matters. Error: registry.digest_invalid.
 */
export function checkAlgorithm(text: string | null): void {
  if (text === null || text === 'sha256' || text === 'sha512') return
  throw new BerthError('registry.digest_invalid', `"${text.slice(0, 32)}" is neither sha256 nor sha512`)
}
