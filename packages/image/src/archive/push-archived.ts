import { rm } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BerthError } from '@berth/core'
import { type Descriptor, imageConfigSchema, MEDIA_TYPES } from '@berth/oci'
import { z } from 'zod'
import { blobFolder, packLayer } from '../layout/build-layer.ts'
import { type PushTarget, type RegistryClient, registryClient } from '../layout/registry-client.ts'
import { parseEither } from '../pull/either-manifest.ts'
import { decompress } from '../unpack/decompress.ts'
import { blobName, describeBytes, readArchived } from './archive-document.ts'
import type { ImageArchive } from './image-archive.ts'
import type { ArchivedImage, DockerImage } from './list-archive.ts'

type Push = {
  readonly archive: ImageArchive
  readonly target: PushTarget
  /** for layers while they are packed */
  readonly workDir: string
  /** told of each blob before it is sent, or found there */
  readonly onBlob?: (blob: { digest: string; size: number; there: boolean }) => void
}

type Document = { readonly mediaType: string; readonly bytes: Buffer; readonly digest: string }

const DEPTH_MAX = 3

/** Pushes one image of an archive; returns its digest. Errors: image.corrupt, image.push_refused, image.push_failed. */
export async function pushArchived(image: ArchivedImage, push: Push): Promise<string> {
  const client = registryClient(push.target)
  const top =
    image.kind === 'oci'
      ? await pushTree(image.root, push, client, 0)
      : await pushDocker(image.image, push, client)
  await client.putManifest(push.target.tag, top)
  return top.digest
}

/** All below a manifest or an index, which is not put yet. Digests stay as they are. */
async function pushTree(
  root: Descriptor,
  push: Push,
  client: RegistryClient,
  depth: number,
): Promise<Document> {
  const { archive } = push
  if (depth > DEPTH_MAX) throw new BerthError('image.corrupt', 'the archive has an index nested too deep')
  const { bytes, document } = await readArchived(archive, blobName(root.digest), z.unknown())
  const either = parseEither(root.digest, document)
  if (either.kind === 'index') {
    const { manifests } = either.index
    const here = manifests.filter(({ digest }) => archive.size(blobName(digest)) !== undefined)
    const [only] = here
    // "docker save" of one platform: the index names others, which are not in the archive
    if (here.length < manifests.length) {
      if (here.length === 1 && only) return pushTree(only, push, client, depth + 1)
      throw new BerthError('image.corrupt', `the archive lacks images that its index ${root.digest} names`)
    }
    for (const child of here) {
      const put = await pushTree(child, push, client, depth + 1)
      await client.putManifest(put.digest, put)
    }
  } else {
    const { layers, config } = either.manifest
    for (const blob of [...layers, config]) await pushBlob(blob, push, client)
  }
  const { mediaType } = either.kind === 'index' ? either.index : either.manifest
  return { mediaType: mediaType ?? root.mediaType, bytes, digest: root.digest }
}

async function pushBlob(blob: Descriptor, push: Push, client: RegistryClient): Promise<void> {
  const { digest, size } = blob
  const name = blobName(digest)
  const there = await client.hasBlob(digest)
  if (!there && push.archive.size(name) !== size) {
    throw new BerthError('image.corrupt', `the archive lacks ${digest}, or has not all of it`)
  }
  push.onBlob?.({ digest, size, there })
  if (!there) await client.putBlob({ digest, size, open: () => push.archive.open(name) })
}

/** Layers of `docker save` are not packed: they are, on the way, and get their digest so. */
async function pushDocker(image: DockerImage, push: Push, client: RegistryClient): Promise<Document> {
  const { archive } = push
  const { bytes, document: config } = await readArchived(archive, image.Config, imageConfigSchema)
  const diffIds = config.rootfs.diff_ids
  if (diffIds.length !== image.Layers.length) {
    throw new BerthError(
      'image.corrupt',
      `${image.Config} names ${diffIds.length} layers, the archive others`,
    )
  }
  const layers: Descriptor[] = []
  for (const [i, name] of image.Layers.entries()) {
    layers.push(await pushLayer(name, diffIds[i] ?? '', push, client))
  }
  const configBlob = describeBytes(MEDIA_TYPES.ociConfig, bytes)
  await client.putBlob({ ...configBlob, open: () => Readable.from([bytes]) })
  const mediaType = MEDIA_TYPES.ociManifest
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: configBlob, layers }))
  return { mediaType, bytes: manifest, digest: describeBytes(mediaType, manifest).digest }
}

async function pushLayer(
  name: string,
  diffId: string,
  { archive, workDir, onBlob }: Push,
  client: RegistryClient,
): Promise<Descriptor> {
  if (archive.size(name) === undefined) throw new BerthError('image.corrupt', `the archive lacks ${name}`)
  const layer = await packLayer(workDir, decompress(archive.open(name)))
  const path = join(blobFolder(workDir), layer.descriptor.digest.replace('sha256:', ''))
  try {
    if (layer.diffId !== diffId) {
      throw new BerthError('image.corrupt', `${name} is ${layer.diffId}, and the image names ${diffId}`)
    }
    const { digest, size } = layer.descriptor
    const there = await client.hasBlob(digest)
    onBlob?.({ digest, size, there })
    if (!there) await client.putBlob({ digest, size, open: () => createReadStream(path) })
    return layer.descriptor
  } finally {
    await rm(path, { force: true })
  }
}
