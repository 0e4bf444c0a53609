import type { Db } from '@berth/db'
import { manifestSchema } from '@berth/oci'
import type { ImageView, VariantView } from '@berth/protocol'
import { readImageConfig, viewConfig } from './image-config.ts'
import { asTexts } from './as-texts.ts'
import { findFindings } from './find-findings.ts'
import { findManifest } from './find-manifest.ts'
import { matchLayers } from './match-layers.ts'
import { readVariants } from './read-variants.ts'
import { FALLBACK_TAG } from './referrer-kind.ts'
import { storedJson } from './stored-json.ts'
import type { FoundRepository } from './visible.ts'

export type ImageQuery = {
  /** tag or digest */
  readonly reference: string
  /** of an index: which image is shown; else the first that could run */
  readonly platform?: string | undefined
}

const MOST_TAGS = 100

const SHOWN = { digest: true, content: true, config: true, platforms: true, imageBytes: true } as const
const WHOLE = {
  ...SHOWN,
  mediaType: true,
  artifactType: true,
  annotations: true,
  subject: true,
  references: true,
  pushedAt: true,
  pushedBy: true,
  pulls: true,
  pulledAt: true,
} as const

/** All about one image: what points to it, what it is made of, how it runs. */
export async function readImage(
  db: Db,
  { repository, host, query }: { repository: FoundRepository; host: string; query: ImageQuery },
): Promise<ImageView> {
  const { tag, manifest } = await findManifest(db, repository, query.reference, WHOLE)
  const { digest, pushedAt, pushedBy, mediaType, artifactType, platforms, subject } = manifest
  const variants = await readVariants(db, repository, manifest)
  const shown = variants ? await showOne(db, repository, variants, query.platform) : manifest
  const name = tag ? `${repository.name}:${tag.name}` : `${repository.name}@${digest}`
  return {
    ...{ repository: repository.name, tag: tag?.name ?? null, digest, mediaType, artifactType, subject },
    ...{ platforms, pushedAt: tag?.pushedAt ?? pushedAt, pushedBy: tag ? tag.pushedBy : pushedBy },
    bytes: Number(manifest.imageBytes),
    pulls: Number((tag ?? manifest).pulls),
    pulledAt: (tag ?? manifest).pulledAt,
    pull: `${host}/${name}`,
    tags: await tagsOf(db, repository, digest),
    annotations: asTexts(manifest.annotations),
    variants: variants ?? [],
    ...describe(shown),
    findings: shown ? await findFindings(db, repository.id, shown.digest) : null,
  }
}

type Shown = {
  readonly digest: string
  readonly content: Uint8Array
  readonly config: Uint8Array | null
  readonly platforms: readonly string[]
  readonly imageBytes: bigint
}

function describe(shown: Shown | undefined): Pick<ImageView, 'shown' | 'config' | 'layers'> {
  if (!shown) return { shown: null, config: null, layers: [] }
  const manifest = manifestSchema.safeParse(storedJson(shown.content)).data
  const config = readImageConfig(shown.config)
  return {
    shown: { digest: shown.digest, platform: shown.platforms[0] ?? null, bytes: Number(shown.imageBytes) },
    config: config ? viewConfig(config) : null,
    layers: matchLayers(manifest?.layers ?? [], config?.history),
  }
}

async function showOne(
  db: Db,
  { id: repositoryId }: FoundRepository,
  variants: readonly VariantView[],
  platform: string | undefined,
): Promise<Shown | undefined> {
  const images = variants.filter(({ attestation }) => !attestation)
  const chosen =
    images.find((one) => one.platform === platform) ??
    images.find((one) => one.platform === 'linux/amd64') ??
    images[0]
  if (!chosen) return undefined
  const where = { repositoryId_digest: { repositoryId, digest: chosen.digest } }
  return (await db.manifest.findUnique({ where, select: SHOWN })) ?? undefined
}

async function tagsOf(db: Db, { id: repositoryId }: FoundRepository, digest: string): Promise<string[]> {
  const rows = await db.tag.findMany({
    where: { repositoryId, digest },
    orderBy: [{ pushedAt: 'desc' }, { name: 'asc' }],
    take: MOST_TAGS,
    select: { name: true },
  })
  const standsFor = new RegExp(FALLBACK_TAG)
  return rows.map(({ name }) => name).filter((name) => !standsFor.test(name))
}
