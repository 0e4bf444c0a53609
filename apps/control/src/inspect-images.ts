import { fileURLToPath } from 'node:url'
import { FINDINGS_MEDIA_TYPE, findingsAnnotations, systemClock } from '@berth/core'
import type { Logger } from '@berth/log'
import { inspectNext, type InspectDeps, type InspectImage } from '@berth/registry'
import {
  countFindings,
  inventoryOf,
  type ReadLayer,
  readApart,
  type Report,
  type Scanner,
  SPDX_MEDIA_TYPE,
  toSpdx,
} from '@berth/sbom'
import { every } from './every.ts'

const LOOK_MS = 3000

/** Beside this file, as it is or bundled, and the folder of what it imports. */
const [READ_LAYER, CODE] = import.meta.url.endsWith('.ts')
  ? ['./read-layer.ts', '../../..']
  : ['./read-layer.js', '..']

type Deps = Omit<InspectDeps, 'inspect' | 'clock'> & {
  readonly url: string
  readonly log: Logger
  /** absent: nobody looks for weaknesses */
  readonly scan?: Scanner | undefined
}

/** Looks into images that were pushed, one after the other, until it is stopped. */
export function startInspections(deps: Deps): { stop(): void } {
  const stopping = new AbortController()
  const [program = '', readable = ''] = [READ_LAYER, CODE].map((to) =>
    fileURLToPath(new URL(to, import.meta.url)),
  )
  const read = readApart({ program, readable })
  const inspect = { ...deps, clock: systemClock, inspect: listPackages(read, deps) }
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

function listPackages(read: ReadLayer, { url, scan }: Deps): InspectImage {
  return async ({ layers, ...image }, open, signal) => {
    const inventory = await inventoryOf(layers, { open, read, signal })
    const { packages } = inventory
    if (packages.length === 0) return { packages, documents: [] }
    const content = toSpdx({ ...image, inventory, url })
    const annotations = { 'org.opencontainers.image.title': 'sbom.spdx.json' }
    const sbom = { mediaType: SPDX_MEDIA_TYPE, content, annotations }
    if (!scan) return { packages, documents: [sbom] }
    return { packages, documents: [sbom], later: async () => [findingsOf(await scan(content, signal))] }
  }
}

function findingsOf(report: Report) {
  const { name, version } = report.scanner
  return {
    mediaType: FINDINGS_MEDIA_TYPE,
    content: JSON.stringify(report),
    annotations: findingsAnnotations(countFindings(report), `${name} ${version}`),
  }
}
