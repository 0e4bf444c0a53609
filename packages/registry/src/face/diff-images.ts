import type { Db } from '@berth/db'
import type { ImageDiff, ImageSide, ImageView } from '@berth/protocol'
import { diffConfig } from './diff-config.ts'
import { diffLayers, sumLayers } from './diff-layers.ts'
import { diffPackages } from './diff-packages.ts'
import { readImage } from './read-image.ts'
import { allPackages } from './read-packages.ts'
import type { Viewer } from './viewer.ts'
import { findVisible, type FoundRepository } from './visible.ts'

export type DiffQuery = {
  readonly from: { readonly repository: string; readonly reference: string }
  readonly to: { readonly repository: string; readonly reference: string }
  readonly platform?: string | undefined
}

/** What one image has and another has not. Of indexes the images of one platform are compared. */
export async function diffImages(
  db: Db,
  { viewer, host, query }: { viewer: Viewer; host: string; query: DiffQuery },
): Promise<ImageDiff> {
  const read = async ({ repository, reference }: DiffQuery['from']) => {
    const found = await findVisible(db, viewer, repository)
    const image = await readImage(db, {
      repository: found,
      host,
      query: { reference, platform: query.platform },
    })
    return { side: sideOf(image, reference), image, packages: await packagesOf(db, found, image) }
  }
  const [from, to] = [await read(query.from), await read(query.to)]
  const layers = diffLayers(from.image.layers, to.image.layers)
  return {
    from: from.side,
    to: to.side,
    config: diffConfig(from.image.config, to.image.config),
    layers,
    bytes: sumLayers(layers),
    packages: from.packages && to.packages ? diffPackages(from.packages, to.packages) : null,
  }
}

function packagesOf(db: Db, repository: FoundRepository, image: ImageView) {
  return allPackages(db, repository, image.shown?.digest)
}

function sideOf({ repository, digest, shown }: ImageView, reference: string): ImageSide {
  return { repository, reference, digest, platform: shown?.platform ?? null }
}
