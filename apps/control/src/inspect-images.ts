import { fileURLToPath } from 'node:url'
import { systemClock } from '@berth/core'
import type { Logger } from '@berth/log'
import { inspectNext, type InspectDeps, type InspectImage } from '@berth/registry'
import { inventoryOf, type ReadLayer, readApart, SPDX_MEDIA_TYPE, toSpdx } from '@berth/sbom'
import { every } from './every.ts'

const LOOK_MS = 3000

/** Beside this file, as it is or bundled. */
const READ_LAYER = import.meta.url.endsWith('.ts') ? './read-layer.ts' : './read-layer.js'

type Deps = Omit<InspectDeps, 'inspect' | 'clock'> & { readonly url: string; readonly log: Logger }

/** Looks into images that were pushed, one after the other, until it is stopped. */
export function startInspections(deps: Deps): { stop(): void } {
  const stopping = new AbortController()
  const read = readApart(fileURLToPath(new URL(READ_LAYER, import.meta.url)))
  const inspect = { ...deps, clock: systemClock, inspect: listPackages(read, deps.url) }
  const looking = every(
    LOOK_MS,
    async () => {
      while (await inspectNext(inspect, stopping.signal));
    },
    deps.log,
  )
  return {
    stop: () => {
      looking.stop()
      stopping.abort(new Error('stopping'))
    },
  }
}

function listPackages(read: ReadLayer, url: string): InspectImage {
  return async ({ layers, ...image }, open, signal) => {
    const inventory = await inventoryOf(layers, { open, read, signal })
    if (inventory.packages.length === 0) return { packages: [], documents: [] }
    const content = toSpdx({ ...image, inventory, url })
    const annotations = { 'org.opencontainers.image.title': 'sbom.spdx.json' }
    return {
      packages: inventory.packages,
      documents: [{ mediaType: SPDX_MEDIA_TYPE, content, annotations }],
    }
  }
}
