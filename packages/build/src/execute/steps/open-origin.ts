import { openView } from '@berth/image'
import type { Origin } from '../../plan/step-action.ts'
import { chainFolders } from '../layers/chain-folders.ts'
import type { Chain } from '../layers/chain.ts'
import type { Site } from '../site.ts'

/** A tree that files are taken from; it may be read as long as it is open, and nobody writes to it. */
export type OriginTree = { readonly root: string; close(): Promise<void> }

/** What a step may read beside its own layers; it waits for the stages that it names. */
export type Origins = {
  chainOf(origin: Exclude<Origin, { kind: 'context' }>): Promise<Chain>
}

/** Errors: those of a pull. */
export async function openOrigin(site: Site, origins: Origins, origin: Origin): Promise<OriginTree> {
  if (origin.kind === 'context') return { root: site.context, close: async () => undefined }
  const { folders } = site.tools
  return openLayers(site, await chainFolders(folders, await origins.chainOf(origin)))
}

/** `layers`: lowest first. */
export function openLayers({ tools }: Site, layers: readonly string[]): Promise<OriginTree> {
  return openView({
    init: tools.init,
    stage: tools.stage,
    layers: layers.length > 0 ? layers : [tools.empty],
  })
}
