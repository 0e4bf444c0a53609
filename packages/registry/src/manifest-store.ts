import { createHash } from 'node:crypto'
import { BerthError } from '@berth/core'
import type { Prisma } from '@berth/db'
import { type Descriptor, formatPlatform, imageConfigSchema, MEDIA_TYPES, parseDigest } from '@berth/oci'
import { buffer } from 'node:stream/consumers'
import type { RegistryDeps } from './deps.ts'
import type { CheckedManifest } from './manifest.ts'
import type { RepositoryName } from './names.ts'
import { openContent } from './small/small-reader.ts'

const MAX_CONFIG_BYTES = 1024 * 1024
const CONFIG_TYPES: readonly string[] = [MEDIA_TYPES.ociConfig, MEDIA_TYPES.dockerConfig]

export function digestOf(content: Uint8Array, like: string): string {
  const { algorithm } = parseDigest(like)
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`
}

/** What of a manifest is kept beside its bytes. */
export type ManifestSummary = {
  readonly config: Uint8Array<ArrayBuffer> | null
  readonly platforms: string[]
  readonly imageBytes: bigint
}

/**
 * Everything that a manifest names must be in its repository already. Returns what others want to know of it without
 * opening blobs. Error: registry.manifest_blob_unknown.
 */
export async function inspectReferences(
  deps: RegistryDeps,
  name: RepositoryName,
  manifest: CheckedManifest,
): Promise<ManifestSummary> {
  const blobs = [...(manifest.config ? [manifest.config] : []), ...manifest.blobs]
  await requireBlobs(deps, name, blobs)
  const children = await requireChildren(deps, name, manifest.children)
  const config = await readConfig(deps, manifest)
  return {
    config: config?.bytes ?? null,
    platforms: config ? [config.platform] : [...new Set(children.flatMap(({ platforms }) => platforms))],
    imageBytes:
      sum(blobs.map(({ size }) => BigInt(size))) + sum(children.map(({ imageBytes }) => imageBytes)),
  }
}

async function requireBlobs(
  { db }: RegistryDeps,
  name: RepositoryName,
  descriptors: readonly Descriptor[],
): Promise<void> {
  const digests = [...new Set(descriptors.map(({ digest }) => digest))]
  const links = await db.repositoryBlob.findMany({
    where: { digest: { in: digests }, repository: { name: name.full } },
    select: { digest: true, blob: { select: { size: true } } },
  })
  const sizes = new Map(links.map(({ digest, blob }) => [digest, Number(blob.size)]))
  for (const { digest, size } of descriptors) {
    const actual = sizes.get(digest)
    if (actual === undefined) throw missing(name, 'blob', digest)
    if (actual !== size)
      throw new BerthError(
        'registry.manifest_invalid',
        `${digest} has ${actual} bytes, and the manifest says ${size}`,
      )
  }
}

async function requireChildren(
  { db }: RegistryDeps,
  name: RepositoryName,
  descriptors: readonly Descriptor[],
): Promise<{ platforms: string[]; imageBytes: bigint }[]> {
  if (descriptors.length === 0) return []
  const children = await db.manifest.findMany({
    where: { digest: { in: descriptors.map(({ digest }) => digest) }, repository: { name: name.full } },
    select: { digest: true, platforms: true, imageBytes: true },
  })
  const known = new Set(children.map(({ digest }) => digest))
  const lost = descriptors.find(({ digest }) => !known.has(digest))
  if (lost) throw missing(name, 'manifest', lost.digest)
  return children
}

/** Undefined for what is no image that could run: an artifact, or a config that nobody could read. `bring`: when it is not here yet. */
export async function readConfig(
  deps: Pick<RegistryDeps, 'db' | 'blobs'>,
  { config }: CheckedManifest,
  bring?: (config: Descriptor) => Promise<void>,
) {
  if (!config || !CONFIG_TYPES.includes(config.mediaType) || config.size > MAX_CONFIG_BYTES) return undefined
  await bring?.(config)
  const bytes = new Uint8Array(await buffer(await openContent(deps, config.digest)))
  const parsed = parseConfig(bytes)
  return parsed && { bytes, platform: formatPlatform(parsed) }
}

function parseConfig(bytes: Uint8Array) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const config = imageConfigSchema.parse(JSON.parse(text))
    const { os, architecture, variant } = config
    // it becomes a column: only what a platform can look like
    return /^[a-z0-9_.-]{1,32}$/i.test(os) && /^[a-z0-9_.-]{1,32}$/i.test(architecture)
      ? { os, architecture, ...(variant && /^[a-z0-9_.-]{1,32}$/i.test(variant) ? { variant } : {}) }
      : undefined
  } catch {
    return undefined
  }
}

function missing(name: RepositoryName, what: string, digest: string): BerthError {
  return new BerthError(
    'registry.manifest_blob_unknown',
    `${name.full} has no ${what} ${digest}: push it first`,
    {
      details: { repository: name.full, digest },
    },
  )
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}

/** The row of a manifest. */
export function manifestRow(options: {
  readonly repositoryId: string
  readonly digest: string
  readonly content: Uint8Array<ArrayBuffer>
  readonly manifest: CheckedManifest
  readonly summary: ManifestSummary
  readonly pushedBy: string | null
  readonly pushedAt: Date
}): Prisma.ManifestUncheckedCreateInput {
  const { manifest, content, summary, ...rest } = options
  const named = [...(manifest.config ? [manifest.config] : []), ...manifest.blobs, ...manifest.children]
  return {
    ...rest,
    ...summary,
    content,
    mediaType: manifest.mediaType,
    artifactType: manifest.artifactType,
    subject: manifest.subject,
    annotations: manifest.annotations,
    size: BigInt(content.length),
    leasedAt: rest.pushedAt,
    looseAt: null,
    references: [...new Set(named.map(({ digest }) => digest))],
  }
}
