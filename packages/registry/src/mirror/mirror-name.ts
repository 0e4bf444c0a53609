import { BerthError } from '@berth/core'
import { MIRROR, parseRepositoryName, type RepositoryName } from '../names.ts'

/** `mirror/hub/library/alpine`: the upstream's prefix, and what the upstream calls the repository. */
export type MirroredName = { readonly prefix: string; readonly repository: string }

export function isMirrored(name: RepositoryName): boolean {
  return name.owner === MIRROR
}

/** Error: registry.name_invalid, when no repository follows the prefix. */
export function splitMirrored(name: RepositoryName): MirroredName {
  const [prefix = '', ...rest] = name.rest.split('/')
  if (rest.length > 0) return { prefix, repository: rest.join('/') }
  throw new BerthError(
    'registry.name_invalid',
    `"${name.full}" names no repository: write ${MIRROR}/${prefix}/<repository>`,
  )
}

/** Error: registry.name_invalid. */
export function mirroredName(prefix: string, repository: string): RepositoryName {
  return parseRepositoryName(`${MIRROR}/${prefix}/${repository}`)
}
