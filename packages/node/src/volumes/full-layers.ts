import type { FullLayer } from '@berth/protocol'

/** From here on control hears of it: below what is told of, so that it sees how room comes back. */
const TOLD_FROM = 0.7

/** Pure: which containers have written most of what they may, by bytes used. */
export function fullLayers(
  used: ReadonlyMap<string, number>,
  specs: readonly { readonly id: string; readonly limits: { readonly disk: number } }[],
): FullLayer[] {
  return specs.flatMap(({ id, limits: { disk: limitBytes } }) => {
    const usedBytes = used.get(id) ?? 0
    return limitBytes > 0 && usedBytes >= limitBytes * TOLD_FROM ? [{ id, usedBytes, limitBytes }] : []
  })
}
