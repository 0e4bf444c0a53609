import { createReadStream } from 'node:fs'
import { BerthError } from '@berth/core'
import type { PushLayer } from '@berth/image'
import type { KeptLayer, StepCache } from '../cache/step-cache.ts'
import type { Site } from '../site.ts'
import { packedBlob, packName, packStep, type PackedLayer } from './pack-step.ts'

/** Packs layers of one build beside its steps, a few at once, each once. */
export type Packer = {
  /** Begins, unless the layer was packed before; `push` has the outcome. */
  begin(layer: KeptLayer): void
  push(layer: KeptLayer): Promise<{ readonly diffId: string; readonly layer: PushLayer }>
}

const AT_ONCE = 2

export function createPacker(site: Site, cache: Pick<StepCache, 'update'>): Packer {
  const { init, folders } = site.tools
  const newest = site.spec.recipe.sourceDateEpoch
  const name = packName(newest)
  const jobs = new Map<string, Promise<PackedLayer>>()
  const waiting: (() => void)[] = []
  let running = 0

  const pack = (layer: KeptLayer): Promise<PackedLayer> => {
    const begun = jobs.get(layer.folder) ?? inTurn(() => packNow(layer))
    begun.catch(() => undefined) // whoever pushes it is told
    jobs.set(layer.folder, begun)
    return begun
  }

  return {
    begin(layer) {
      if (layer.packed[name] === undefined) void pack(layer)
    },
    async push(layer) {
      const known = layer.packed[name] ?? (await pack(layer))
      const open = () => createReadStream(packedBlob(site.dir, known))
      return {
        diffId: known.diffId,
        layer: {
          descriptor: known.descriptor,
          from: { kind: 'bytes', open, prepare: () => again(layer, known) },
        },
      }
    },
  }

  /** The registry has not got what an earlier build pushed: its blob is made once more. */
  async function again(layer: KeptLayer, known: PackedLayer): Promise<void> {
    const { descriptor } = await pack(layer)
    if (descriptor.digest === known.descriptor.digest) return
    throw new BerthError(
      'internal.unexpected',
      `a layer was packed to ${descriptor.digest}, and before to another`,
    )
  }

  async function packNow(layer: KeptLayer): Promise<PackedLayer> {
    const path = folders.path(layer.folder)
    const packed = await packStep({ init, dir: site.dir, path, newest, signal: site.signal })
    layer.packed[name] = packed
    await cache.update(site.spec.tenant.id, layer)
    return packed
  }

  async function inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      return await task()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
