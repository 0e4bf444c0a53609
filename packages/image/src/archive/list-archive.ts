import { BerthError } from '@berth/core'
import { type Descriptor, indexSchema } from '@berth/oci'
import { z } from 'zod'
import { readArchived } from './archive-document.ts'
import type { ImageArchive } from './image-archive.ts'

/** `docker save`, all versions since 1.10: what each image is made of, by names within the archive. */
const dockerImageSchema = z.looseObject({
  Config: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  Layers: z.array(z.string()).max(127),
})

export type DockerImage = z.infer<typeof dockerImageSchema>

/** One image of an archive; `names` are as `alpine:3`, and there may be none. */
export type ArchivedImage =
  | { readonly kind: 'oci'; readonly names: readonly string[]; readonly root: Descriptor }
  | { readonly kind: 'docker'; readonly names: readonly string[]; readonly image: DockerImage }

/**
 * The images of an archive: of an OCI layout, which newer dockers write as well, else of `docker save`. Errors:
 * image.corrupt, image.too_large.
 */
export async function listArchive(archive: ImageArchive): Promise<readonly ArchivedImage[]> {
  if (archive.size('oci-layout') !== undefined && archive.size('index.json') !== undefined) {
    return listLayout(archive)
  }
  if (archive.size('manifest.json') === undefined) {
    throw new BerthError(
      'image.corrupt',
      'this is neither an OCI layout nor an archive of "docker save": it has no index.json and no manifest.json',
    )
  }
  const { document } = await readArchived(archive, 'manifest.json', z.array(dockerImageSchema).max(1000))
  return document.map((image) => ({ kind: 'docker', names: image.RepoTags ?? [], image }))
}

async function listLayout(archive: ImageArchive): Promise<readonly ArchivedImage[]> {
  const { document } = await readArchived(archive, 'index.json', indexSchema)
  const images = new Map<string, { root: Descriptor; names: string[] }>()
  for (const root of document.manifests) {
    const known = images.get(root.digest) ?? { root, names: [] }
    known.names.push(...nameOf(root))
    images.set(root.digest, known)
  }
  return [...images.values()].map(({ root, names }) => ({ kind: 'oci', names, root }))
}

/** containerd and docker write whole names, others the tag alone, as `:3`. */
function nameOf({ annotations = {} }: Descriptor): string[] {
  const whole = annotations['io.containerd.image.name']
  const tag = annotations['org.opencontainers.image.ref.name']
  if (whole !== undefined) return [whole]
  if (tag === undefined) return []
  return [/[:/]/.test(tag) ? tag : `:${tag}`]
}
