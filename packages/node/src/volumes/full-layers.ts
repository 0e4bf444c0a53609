import type { FullLayer } from '@berth/protocol'

/** From here on control hears of it: below what is told of, so that it sees how room comes back. */
const TOLD_FROM = 0.7

/** Pure: which containers have written most of what they may, by bytes used and by limits. */
export function fullLayers(
  used: ReadonlyMap<string, number>,
  limits: readonly { readonly id: string; readonly limitBytes: number }[],
): FullLayer[] {
  return limits.flatMap(({ id, limitBytes }) => {
    const usedBytes = used.get(id) ?? 0
    return limitBytes > 0 && usedBytes >= limitBytes * TOLD_FROM ? [{ id, usedBytes, limitBytes }] : []
  })
}
