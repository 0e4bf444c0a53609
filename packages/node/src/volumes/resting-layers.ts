import type { ContainerSpec, RestingLayer } from '@berth/protocol'

/** Pure: what containers that shall not run keep of what they wrote. One that never wrote keeps nothing. */
export function restingLayers(
  used: ReadonlyMap<string, number>,
  specs: readonly Pick<ContainerSpec, 'id' | 'desired'>[],
): RestingLayer[] {
  return specs
    .filter(({ desired }) => desired === 'stopped')
    .map(({ id }) => ({ id, usedBytes: used.get(id) ?? 0 }))
}
