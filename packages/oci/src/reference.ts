import { BerthError } from '@berth/core'
import { isDigest } from './digest.ts'

/** `tenant/name` or `library/name`, and a tag or a digest. */
export type ImageReference = {
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

/**
 * Reads a reference as a user of `tenant` writes it: `name` is the tenant's repository (the caller falls back to
 * `library/name`), `tenant/name` is whole, a leading platform host is taken off, no tag means `latest`.
 * Error: image.reference_invalid.
 */
export function parseReference(text: string, context: { tenant: string; host?: string }): ImageReference {
  const bare =
    context.host && text.startsWith(`${context.host}/`) ? text.slice(context.host.length + 1) : text
  const [beforeDigest = '', digest, ...rest] = bare.split('@')
  if (rest.length > 0 || (digest !== undefined && !isDigest(digest)))
    throw invalid(text, 'its digest is not sha256:<64 hex>')
  const colon = beforeDigest.lastIndexOf(':')
  const name = colon > beforeDigest.lastIndexOf('/') ? beforeDigest.slice(0, colon) : beforeDigest
  const tag = colon > beforeDigest.lastIndexOf('/') ? beforeDigest.slice(colon + 1) : null
  if (tag !== null && !TAG.test(tag)) throw invalid(text, `"${tag}" is not a tag`)
  const components = name.split('/')
  if (!components.every((part) => COMPONENT.test(part)))
    throw invalid(text, 'a name is made of a-z, 0-9 and . _ - between them')
  if (components[0]?.includes('.') && components.length > 1) {
    throw invalid(text, `images of other registries (${components[0]}) are not pulled: push it to this one`)
  }
  const repository = components.length === 1 ? `${context.tenant}/${name}` : name
  return { repository, tag: tag ?? (digest ? null : 'latest'), digest: digest ?? null }
}

/**
 * What a reference may mean, in the order in which one looks: a plain name is the tenant's own, else the library's.
 * Error: image.reference_invalid.
 */
export function candidateReferences(
  text: string,
  context: { readonly tenant: string; readonly host: string },
): ImageReference[] {
  const own = parseReference(text, context)
  const bare = text.startsWith(`${context.host}/`) ? text.slice(context.host.length + 1) : text
  if (bare.includes('/')) return [own]
  return [own, { ...own, repository: `library/${own.repository.slice(context.tenant.length + 1)}` }]
}

export function formatReference(reference: ImageReference): string {
  return (
    reference.repository +
    (reference.tag ? `:${reference.tag}` : '') +
    (reference.digest ? `@${reference.digest}` : '')
  )
}

function invalid(text: string, why: string): BerthError {
  return new BerthError('image.reference_invalid', `"${text}" is not an image reference: ${why}`, {
    details: { reference: text },
  })
}
