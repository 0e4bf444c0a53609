import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Descriptor } from '@berth/oci'
import { blobFolder } from './build-layer.ts'
import { type PushTarget, registryClient, type SendBlob } from './registry-client.ts'
import type { Layout } from './write-layout.ts'

/**
 * Pushes an image to a registry of the OCI distribution-spec: blobs that are missing, then the manifest under `tag`.
 * Returns the manifest's digest. Errors: image.push_refused, image.push_failed.
 */
export async function pushLayout(layout: Layout, target: PushTarget): Promise<string> {
  const client = registryClient(target)
  for (const descriptor of [...layout.layers, layout.config]) {
    if (!(await client.hasBlob(descriptor.digest))) await client.putBlob(blobOf(layout, descriptor))
  }
  await client.putManifest(target.tag, {
    mediaType: layout.manifest.mediaType,
    bytes: await readFile(pathOf(layout, layout.manifest)),
  })
  return layout.manifest.digest
}

function blobOf(layout: Layout, descriptor: Descriptor): SendBlob {
  return {
    digest: descriptor.digest,
    size: descriptor.size,
    open: () => createReadStream(pathOf(layout, descriptor)),
  }
}

function pathOf(layout: Layout, descriptor: Descriptor): string {
  return join(blobFolder(layout.dir), descriptor.digest.replace('sha256:', ''))
}
