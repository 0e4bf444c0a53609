import { BerthError } from '@berth/core'
import {
  type Descriptor,
  type ImageConfig,
  imageConfigSchema,
  MEDIA_TYPES,
  type Manifest,
  type Platform,
} from '@berth/oci'
import type { PullSource } from '../image-store.ts'
import { checkPlatform, choosePlatform } from './choose-platform.ts'
import { parseEither } from './either-manifest.ts'
import { corruptDocument, parseDocument, readDocument } from './read-document.ts'

export type ResolveRequest = {
  readonly source: PullSource
  readonly digest: string
  readonly platform: Platform
  readonly signal: AbortSignal
  /** waits between attempts at a registry that does not answer, in milliseconds */
  readonly delays: readonly number[]
}

/** What must be unpacked for one image: its layers, lowest first, each with the digest of its unpacked archive. */
export type ResolvedImage = {
  readonly config: ImageConfig
  readonly platform: Platform
  readonly layers: readonly { readonly descriptor: Descriptor; readonly diffId: string }[]
}

/** An index in an index is allowed by image-spec; deeper than this nobody nests. */
const DEPTH_MAX = 3

/** Docker's limit; overlayfs takes more. */
const LAYERS_MAX = 127

const CONFIG_TYPES: readonly string[] = [MEDIA_TYPES.ociConfig, MEDIA_TYPES.dockerConfig]

/** Reads manifest and configuration; no layer. Errors: image.not_found, image.wrong_platform, image.corrupt, image.pull_failed. */
export async function resolveImage(request: ResolveRequest): Promise<ResolvedImage> {
  const manifest = await resolveManifest(request, request.digest, undefined, 0)
  const { digest, size } = manifest.config
  const document = await readDocument({ ...request, kind: 'blobs', digest, size })
  const config = parseDocument(imageConfigSchema, digest, document)
  const platform: Platform = {
    os: config.os,
    architecture: config.architecture,
    ...(config.variant ? { variant: config.variant } : {}),
  }
  checkPlatform(platform, request.platform)
  return { config, platform, layers: pairLayers(manifest, config) }
}

async function resolveManifest(
  request: ResolveRequest,
  digest: string,
  size: number | undefined,
  depth: number,
): Promise<Manifest> {
  const document = await readDocument({ ...request, kind: 'manifests', digest, ...(size ? { size } : {}) })
  const either = parseEither(digest, document)
  if (either.kind === 'index') {
    if (depth === DEPTH_MAX) throw corruptDocument(digest, 'is an index nested too deep')
    const chosen = choosePlatform(either.index, request.platform)
    return resolveManifest(request, chosen.digest, chosen.size, depth + 1)
  }
  const { manifest } = either
  if (!CONFIG_TYPES.includes(manifest.config.mediaType)) {
    throw corruptDocument(digest, `is not a container image, but ${manifest.config.mediaType}`)
  }
  return manifest
}

function pairLayers(manifest: Manifest, config: ImageConfig): ResolvedImage['layers'] {
  const diffIds = config.rootfs.diff_ids
  if (diffIds.length !== manifest.layers.length) {
    throw new BerthError(
      'image.corrupt',
      `the image has ${manifest.layers.length} layers, and its configuration names ${diffIds.length}`,
    )
  }
  if (diffIds.length > LAYERS_MAX) {
    throw new BerthError(
      'image.too_large',
      `the image has ${diffIds.length} layers: at most ${LAYERS_MAX} are mounted`,
    )
  }
  return manifest.layers.map((descriptor, i) => ({ descriptor, diffId: diffIds[i] ?? '' }))
}
