import { type Manifest, MEDIA_TYPES } from '@berth/oci'
import { blobName } from './archive-document.ts'
import { byDigest, contentOf, type Stored, type Tree } from './image-tree.ts'

/** A path in the archive, and what is there. */
type Document = readonly [string, Buffer]

/** All of the archive that is not a blob of an image, in its order. */
export function documentsOf(
  request: { readonly name: string; readonly format: 'docker' | 'oci' },
  root: Stored,
  tree: Tree,
): Document[] {
  const content = contentOf(root)
  const fallback = content.kind === 'index' ? MEDIA_TYPES.ociIndex : MEDIA_TYPES.ociManifest
  const { mediaType } = content.kind === 'index' ? content.index : content.manifest
  const tag = request.name.slice(request.name.lastIndexOf(':') + 1)
  const annotations = {
    'io.containerd.image.name': request.name,
    'org.opencontainers.image.ref.name': tag,
  }
  const described = { ...root.descriptor, mediaType: mediaType ?? fallback, annotations }
  const layout: Document[] = [
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
    ['index.json', json({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests: [described] })],
    ...byDigest(tree.documents.map(({ descriptor }) => descriptor)).map(({ digest }) => {
      const found = tree.documents.find((one) => one.descriptor.digest === digest)
      return [blobName(digest), found?.bytes ?? Buffer.alloc(0)] as const
    }),
  ]
  if (request.format === 'oci' || content.kind === 'index') return layout
  return [...layout, ...dockerDocuments(request.name, tag, content.manifest)]
}

/** What `docker load` reads: `manifest.json`, and of versions before 1.10 `repositories`. */
function dockerDocuments(name: string, tag: string, manifest: Manifest): Document[] {
  const layers = manifest.layers.map(({ digest }) => blobName(digest))
  const image = { Config: blobName(manifest.config.digest), RepoTags: [name], Layers: layers }
  const last = manifest.layers.at(-1)?.digest.split(':')[1] ?? ''
  const repository = name.slice(0, name.length - tag.length - 1)
  return [
    ['manifest.json', json([image])],
    ['repositories', json({ [repository]: { [tag]: last } })],
  ]
}

function json(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document))
}
