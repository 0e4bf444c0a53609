import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Descriptor, type ImageConfig, MEDIA_TYPES, type Platform } from '@berth/oci'
import { type BuiltLayer, blobFolder } from './build-layer.ts'

/** An image on disk, as image-spec's image-layout.md lays it out: `blobs/`, `index.json`, `oci-layout`. */
export type Layout = {
  readonly dir: string
  readonly manifest: Descriptor
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

export type LayoutRequest = {
  readonly dir: string
  readonly platform: Platform
  /** built into the same `dir`, lowest first */
  readonly layers: readonly BuiltLayer[]
  /** what a container of the image runs, as in image-spec's config.md */
  readonly config: NonNullable<ImageConfig['config']>
  /** one line per layer on how it came to be */
  readonly history: readonly string[]
}

/** Writes configuration, manifest and index around layers that `buildLayer` has put there. */
export async function writeLayout(request: LayoutRequest): Promise<Layout> {
  const { dir, layers } = request
  await mkdir(blobFolder(dir), { recursive: true })
  const config = await writeJson(dir, MEDIA_TYPES.ociConfig, configOf(request))
  const manifest = await writeJson(dir, MEDIA_TYPES.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    config,
    layers: layers.map((layer) => layer.descriptor),
  })
  await writeFile(join(dir, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }))
  await writeFile(join(dir, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  return { dir, manifest, config, layers: layers.map((layer) => layer.descriptor) }
}

function configOf(request: LayoutRequest): ImageConfig {
  return {
    created: new Date(0).toISOString(),
    ...request.platform,
    config: request.config,
    rootfs: { type: 'layers', diff_ids: request.layers.map((layer) => layer.diffId) },
    history: request.history.map((line) => ({ created: new Date(0).toISOString(), created_by: line })),
  }
}

async function writeJson(dir: string, mediaType: string, document: unknown): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(document))
  const hex = createHash('sha256').update(bytes).digest('hex')
  await writeFile(join(blobFolder(dir), hex), bytes)
  return { mediaType, digest: `sha256:${hex}`, size: bytes.length }
}
