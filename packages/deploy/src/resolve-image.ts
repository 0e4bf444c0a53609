import { BerthError } from '@berth/core'
import {
  candidateReferences,
  type ForeignReference,
  formatReference,
  type ImageConfig,
  type ImageReference,
  parseForeignReference,
} from '@berth/oci'
import type { FoundImage, ImageLookup } from './ports.ts'

export type ResolvedImage = {
  /** the reference as it was asked for */
  readonly asked: string
  readonly repository: string
  readonly digest: string
  /** TCP ports that it exposes, ascending */
  readonly ports: readonly number[]
}

/**
 * Resolves a reference once, to repository and digest: `name` is the tenant's own repository, else `library/name`.
 * With the host of another registry it goes through the mirror. Errors: image.reference_invalid, image.not_found,
 * image.wrong_platform, mirror.not_found, mirror.upstream_*.
 */
export async function resolveImage(options: {
  readonly text: string
  readonly tenant: { readonly id: string; readonly name: string }
  /** registry names may start with it */
  readonly host: string
  /** architectures of the nodes; empty: not known yet */
  readonly architectures: readonly string[]
  readonly images: ImageLookup
}): Promise<ResolvedImage> {
  const { text, tenant, host, images } = options
  const foreign = parseForeignReference(text, host)
  const candidates = foreign
    ? [await mirrored(foreign, images)]
    : candidateReferences(text, { tenant: tenant.name, host })
  for (const reference of candidates) {
    const found = await images.find({
      tenantId: tenant.id,
      repository: reference.repository,
      reference: reference.digest ?? reference.tag ?? 'latest',
      architectures: options.architectures,
    })
    if (found) return accept(text, reference, found, options.architectures)
  }
  throw await notFound(candidates, tenant.id, images)
}

async function mirrored(foreign: ForeignReference, images: ImageLookup): Promise<ImageReference> {
  const { namespace, repository, tag, digest } = foreign
  const prefix = await images.mirrorOf(namespace)
  if (prefix !== undefined) return { repository: `mirror/${prefix}/${repository}`, tag, digest }
  throw new BerthError(
    'mirror.not_found',
    `images of ${namespace} are not mirrored here: an administrator adds that registry on the page Mirrors or with \`berth mirrors add\``,
    { details: { namespace } },
  )
}

function accept(
  asked: string,
  reference: ImageReference,
  found: FoundImage,
  architectures: readonly string[],
): ResolvedImage {
  const fitting = found.configs.filter((config) => fits(config, architectures))
  if (fitting.length === 0) throw wrongPlatform(reference, found, architectures)
  const ports = new Set(fitting.flatMap(exposedPorts))
  return {
    asked,
    repository: reference.repository,
    digest: found.digest,
    ports: [...ports].toSorted((a, b) => a - b),
  }
}

function fits(config: ImageConfig, architectures: readonly string[]): boolean {
  return config.os === 'linux' && (architectures.length === 0 || architectures.includes(config.architecture))
}

/** `{"8080/tcp": {}, "53/udp": {}}` → 8080; without a protocol it is TCP. */
function exposedPorts(config: ImageConfig): number[] {
  return Object.keys(config.config?.ExposedPorts ?? {}).flatMap((key) => {
    const match = /^(\d{1,5})(?:\/tcp)?$/.exec(key)
    const port = Number(match?.[1])
    return port >= 1 && port <= 65_535 ? [port] : []
  })
}

function wrongPlatform(
  reference: ImageReference,
  found: FoundImage,
  architectures: readonly string[],
): BerthError {
  const image = formatReference(reference)
  const has = found.configs.map((config) => `${config.os}/${config.architecture}`)
  const nodes = architectures.map((architecture) => `linux/${architecture}`)
  return new BerthError(
    'image.wrong_platform',
    `image ${image} is for ${has.join(', ') || 'no platform'}, and the nodes are ${nodes.join(', ') || 'linux'}: build it for ${nodes[0] ?? 'linux'}`,
    { details: { image, has, nodes } },
  )
}

const TAGS_SHOWN = 10

async function notFound(
  candidates: readonly ImageReference[],
  tenantId: string,
  images: ImageLookup,
): Promise<BerthError> {
  const asked = candidates[0] ? formatReference(candidates[0]) : ''
  const details = { image: asked, tags: [] }
  if (asked.startsWith('mirror/')) {
    const why = 'the registry that it is mirrored from has none.'
    return new BerthError('image.not_found', `image ${asked} not found: ${why}`, { details })
  }
  for (const reference of candidates) {
    const tags = await images.tags({ tenantId, repository: reference.repository })
    if (tags.length === 0) continue
    const image = formatReference(reference)
    const hint = reference.repository.startsWith('library/') ? await hubHint(reference, images) : ''
    const more = tags.length > TAGS_SHOWN ? ', …' : ''
    return new BerthError(
      'image.not_found',
      `image ${image} not found (tags: ${tags.slice(0, TAGS_SHOWN).join(', ')}${more}). Push it first, or name one of these.${hint}`,
      { details: { image, tags } },
    )
  }
  return new BerthError(
    'image.not_found',
    `image ${asked} not found: there is no such repository. Push it first.${await hubHint(candidates.at(-1), images)}`,
    { details },
  )
}

const HUB = 'docker.io'

/** The same name at Docker's own registry, where that is mirrored here: what a Dockerfile from elsewhere means by it. */
async function hubHint(reference: ImageReference | undefined, images: ImageLookup): Promise<string> {
  if (!reference || (await images.mirrorOf(HUB)) === undefined) return ''
  return ` ${HUB} is mirrored here: try ${HUB}/${formatReference(reference)}.`
}
