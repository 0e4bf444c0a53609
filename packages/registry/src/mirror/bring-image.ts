import { indexSchema } from '@berth/oci'
import { parseManifestReference } from '../names.ts'
import type { MirrorDeps, Source } from './mirror-deps.ts'
import { bringManifest, refreshTag } from './refresh-tag.ts'

const MAX_CHILDREN = 16

/**
 * Fetches of an image what a deploy asks about: its manifest, those of the architectures that are wanted, and their
 * configs. Undefined when the upstream has no such image. Errors: mirror.upstream_*.
 */
export async function bringImage(
  deps: MirrorDeps,
  source: Source,
  wanted: { readonly reference: string; readonly architectures: readonly string[] },
): Promise<{ digest: string } | undefined> {
  const reference = parseManifestReference(wanted.reference)
  const { digest } =
    'tag' in reference
      ? await refreshTag(deps, source, reference.tag)
      : await bringManifest(deps, source, reference.digest)
  if (digest === undefined) return undefined
  for (const child of await childrenFor(deps, source, { digest, architectures: wanted.architectures }))
    await bringManifest(deps, source, child)
  return { digest }
}

async function childrenFor(
  { db }: MirrorDeps,
  { repositoryId }: Source,
  { digest, architectures }: { digest: string; architectures: readonly string[] },
): Promise<string[]> {
  const manifest = await db.manifest.findUnique({
    where: { repositoryId_digest: { repositoryId, digest } },
    select: { content: true, config: true },
  })
  if (!manifest || manifest.config) return []
  const index = indexSchema.safeParse(JSON.parse(Buffer.from(manifest.content).toString('utf8')))
  const fitting = (index.data?.manifests ?? []).filter(
    ({ platform }) =>
      platform?.os === 'linux' &&
      (architectures.length === 0 || architectures.includes(platform.architecture)),
  )
  return fitting.slice(0, MAX_CHILDREN).map((child) => child.digest)
}
