import { BerthError } from '@berth/core'
import type { Descriptor, Index, Manifest, Platform } from '@berth/oci'
import type { PullSource } from '../image-store.ts'
import { choosePlatform } from '../pull/choose-platform.ts'
import { type EitherManifest, parseEither } from '../pull/either-manifest.ts'
import { parseJson, readDocumentBytes } from '../pull/read-document.ts'
import { RETRY_DELAYS } from '../pull/retry.ts'

/** A manifest or an index as the registry has it. */
export type Stored = { readonly descriptor: Descriptor; readonly bytes: Buffer }
/** All that an image is made of; the same may be named twice. */
export type Tree = { readonly documents: readonly Stored[]; readonly blobs: readonly Descriptor[] }

export type Wanted = {
  readonly source: PullSource
  readonly digest: string
  /** the one of an index; undefined: all, for which `docker load` has no form */
  readonly platform: Platform | undefined
  /** `docker`: for `docker load` of all versions, and an OCI layout as well */
  readonly format: 'docker' | 'oci'
  readonly signal: AbortSignal
}

const DEPTH_MAX = 3

/** The image that is named, or of an index the one for a platform; for `oci` without a platform the whole index. */
export async function readTree(request: Wanted): Promise<{ root: Stored; tree: Tree }> {
  const top = await fetchDocument(request, request.digest)
  const content = contentOf(top)
  if (content.kind === 'manifest') return { root: top, tree: treeOf(top, content.manifest) }
  if (request.platform === undefined && request.format === 'oci') {
    return { root: top, tree: await wholeTree(request, top, content.index, 0) }
  }
  const platform = request.platform ?? { os: 'linux', architecture: 'amd64' }
  return readTree({ ...request, digest: choosePlatform(content.index, platform).digest })
}

async function wholeTree(request: Wanted, own: Stored, index: Index, depth: number): Promise<Tree> {
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

async function fetchDocument({ source, signal }: Wanted, digest: string): Promise<Stored> {
  const read = { source, kind: 'manifests', digest, signal, delays: RETRY_DELAYS } as const
  const bytes = await readDocumentBytes(read)
  return { bytes, descriptor: { mediaType: '', digest, size: bytes.length } }
}

/** Errors: image.corrupt. */
export function contentOf({ bytes, descriptor: { digest } }: Stored): EitherManifest {
  return parseEither(digest, parseJson(digest, bytes))
}

function treeOf(own: Stored, manifest: Manifest): Tree {
  return { documents: [own], blobs: [manifest.config, ...manifest.layers] }
}

/** Each once, in the order in which they were first named. */
export function byDigest<T extends { readonly digest: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.digest, one])).values()]
}
