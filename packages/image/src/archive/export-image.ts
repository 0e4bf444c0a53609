import { BerthError } from '@berth/core'
import { type Descriptor, type Index, type Manifest, MEDIA_TYPES, type Platform } from '@berth/oci'
import { encodeTarHeader, TAR_END, tarPadding } from '../layout/tar-writer.ts'
import type { PullSource } from '../image-store.ts'
import { choosePlatform } from '../pull/choose-platform.ts'
import { type EitherManifest, parseEither } from '../pull/either-manifest.ts'
import { readBlob } from '../pull/read-blob.ts'
import { parseJson, readDocumentBytes } from '../pull/read-document.ts'
import { RETRY_DELAYS } from '../pull/retry.ts'
import { blobName } from './archive-document.ts'

export type ExportRequest = {
  readonly source: PullSource
  readonly digest: string
  /** what the image is called in the archive, as `host/acme/shop:1` */
  readonly name: string
  /** the one of an index that is written; undefined: all, for which `docker load` has no form */
  readonly platform: Platform | undefined
  /** `docker`: for `docker load` of all versions, and an OCI layout as well */
  readonly format: 'docker' | 'oci'
  readonly signal: AbortSignal
  /** bytes of the archive so far */
  readonly onBytes?: (bytes: number) => void
}

type Stored = { readonly descriptor: Descriptor; readonly bytes: Buffer }
type Tree = { readonly documents: readonly Stored[]; readonly blobs: readonly Descriptor[] }

/**
 * An image as one archive, straight from the registry; every blob is verified as it passes. Errors: image.not_found,
 * image.wrong_platform, image.corrupt, image.pull_failed, auth.forbidden.
 */
export async function* exportImage(request: ExportRequest): AsyncGenerator<Buffer> {
  const { root, tree } = await resolve(request)
  let written = 0
  const count = (bytes: Buffer) => {
    written += bytes.length
    request.onBytes?.(written)
    return bytes
  }
  for (const [name, bytes] of documentsOf(request, root, tree)) yield count(member(name, bytes))
  for (const blob of unique(tree.blobs)) {
    yield count(header(blobName(blob.digest), blob.size))
    const { source, signal } = request
    for await (const chunk of readBlob({ source, descriptor: blob, signal, delays: RETRY_DELAYS })) {
      yield count(chunk)
    }
    yield count(tarPadding(blob.size))
  }
  yield count(TAR_END)
}

async function resolve(request: ExportRequest): Promise<{ root: Stored; tree: Tree }> {
  const top = await fetchDocument(request, request.digest)
  const content = contentOf(top)
  if (content.kind === 'manifest') return { root: top, tree: treeOf(top, content.manifest) }
  if (request.platform === undefined && request.format === 'oci') {
    return { root: top, tree: await wholeTree(request, top, content.index, 0) }
  }
  const platform = request.platform ?? { os: 'linux', architecture: 'amd64' }
  return resolve({ ...request, digest: choosePlatform(content.index, platform).digest })
}

const DEPTH_MAX = 3

async function wholeTree(request: ExportRequest, own: Stored, index: Index, depth: number): Promise<Tree> {
  if (depth > DEPTH_MAX) throw new BerthError('image.corrupt', 'the image is an index nested too deep')
  const documents = [own]
  const blobs: Descriptor[] = []
  for (const { digest } of index.manifests) {
    const child = await fetchDocument(request, digest)
    const content = contentOf(child)
    const tree =
      content.kind === 'index'
        ? await wholeTree(request, child, content.index, depth + 1)
        : treeOf(child, content.manifest)
    documents.push(...tree.documents)
    blobs.push(...tree.blobs)
  }
  return { documents, blobs }
}

async function fetchDocument({ source, signal }: ExportRequest, digest: string): Promise<Stored> {
  const read = { source, kind: 'manifests', digest, signal, delays: RETRY_DELAYS } as const
  const bytes = await readDocumentBytes(read)
  return { bytes, descriptor: { mediaType: '', digest, size: bytes.length } }
}

function contentOf({ bytes, descriptor: { digest } }: Stored): EitherManifest {
  return parseEither(digest, parseJson(digest, bytes))
}

function treeOf(own: Stored, manifest: Manifest): Tree {
  return { documents: [own], blobs: [manifest.config, ...manifest.layers] }
}

/** All of the archive that is not a blob of an image, in its order. */
function documentsOf(request: ExportRequest, root: Stored, tree: Tree): (readonly [string, Buffer])[] {
  const content = contentOf(root)
  const fallback = content.kind === 'index' ? MEDIA_TYPES.ociIndex : MEDIA_TYPES.ociManifest
  const { mediaType } = content.kind === 'index' ? content.index : content.manifest
  const tag = request.name.slice(request.name.lastIndexOf(':') + 1)
  const annotations = {
    'io.containerd.image.name': request.name,
    'org.opencontainers.image.ref.name': tag,
  }
  const described = { ...root.descriptor, mediaType: mediaType ?? fallback, annotations }
  const layout: (readonly [string, Buffer])[] = [
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
    ['index.json', json({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests: [described] })],
    ...unique(tree.documents.map(({ descriptor }) => descriptor)).map(({ digest }) => {
      const found = tree.documents.find((one) => one.descriptor.digest === digest)
      return [blobName(digest), found?.bytes ?? Buffer.alloc(0)] as const
    }),
  ]
  if (request.format === 'oci' || content.kind === 'index') return layout
  return [...layout, ...dockerDocuments(request.name, tag, content.manifest)]
}

/** What `docker load` reads: `manifest.json`, and of versions before 1.10 `repositories`. */
function dockerDocuments(name: string, tag: string, manifest: Manifest): (readonly [string, Buffer])[] {
  const layers = manifest.layers.map(({ digest }) => blobName(digest))
  const image = { Config: blobName(manifest.config.digest), RepoTags: [name], Layers: layers }
  const last = manifest.layers.at(-1)?.digest.split(':')[1] ?? ''
  const repository = name.slice(0, name.length - tag.length - 1)
  return [
    ['manifest.json', json([image])],
    ['repositories', json({ [repository]: { [tag]: last } })],
  ]
}

function unique<T extends { readonly digest: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.digest, one])).values()]
}

function json(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document))
}

function member(name: string, bytes: Buffer): Buffer {
  return Buffer.concat([header(name, bytes.length), bytes, tarPadding(bytes.length)])
}

function header(path: string, size: number): Buffer {
  const owner = { mode: 0o644, uid: 0, gid: 0, seconds: 0 }
  return encodeTarHeader({ ...owner, type: 'file', path, size, open: noContent })
}

/** Headers alone are written here: the content follows them by itself. */
function noContent(): never {
  throw new BerthError('internal.unexpected', 'a member of an archive was opened by its header')
}
