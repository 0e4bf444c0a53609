import type { Descriptor, ImageConfig } from '@berth/oci'
import type { LayerView } from '@berth/protocol'
import { readInstruction } from './instruction.ts'

type Step = NonNullable<ImageConfig['history']>[number]

/**
 * The layers of an image, each with the step that made it, and the steps that made none in between (image-spec config.md,
 * "history"). A history that does not fit the layers is left out: a wrong instruction is worse than none.
 */
export function matchLayers(layers: readonly Descriptor[], history: readonly Step[] = []): LayerView[] {
  const making = history.filter((step) => !step.empty_layer).length
  if (making !== layers.length) return layers.map((layer) => ofLayer(layer, undefined))
  const left = layers.values()
  return history.map((step) => ofLayer(step.empty_layer ? undefined : left.next().value, step))
}

function ofLayer(layer: Descriptor | undefined, step: Step | undefined): LayerView {
  const created = step?.['created']
  return {
    digest: layer?.digest ?? null,
    bytes: layer?.size ?? 0,
    mediaType: layer?.mediaType ?? null,
    instruction: readInstruction(step?.created_by),
    createdAt: typeof created === 'string' ? created : null,
  }
}
