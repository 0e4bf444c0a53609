import { parseReference } from './reference.ts'

/** An image of another registry: `docker.io/library/nginx:1`. */
export type ForeignReference = {
  /** the registry as the reference names it, lower case */
  readonly namespace: string
  /** as that registry calls it */
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

const HUB = ['docker.io', 'index.docker.io']

/**
 * Reads a reference whose first part is a host (it has a dot or a port, or is localhost) other than the platform's
 * own; undefined for all others. Docker Hub's images without an owner are `library/`'s. Error: image.reference_invalid.
 */
export function parseForeignReference(text: string, host: string): ForeignReference | undefined {
  const slash = text.indexOf('/')
  const namespace = text.slice(0, Math.max(slash, 0)).toLowerCase()
  if (namespace === host || !/[.:]|^localhost$/.test(namespace)) return undefined
  const { repository, tag, digest } = parseReference(text.slice(slash + 1), { tenant: 'library' })
  const isHub = HUB.includes(namespace)
  const isPlain = !text.slice(slash + 1).includes('/')
  return {
    namespace,
    repository: isPlain && !isHub ? repository.slice('library/'.length) : repository,
    tag,
    digest,
  }
}
