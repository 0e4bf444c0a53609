/**
 * Remembers what was made of rows that never change, so that whoever looks every few seconds neither reads nor parses
 * them again. What the newest call did not ask for is forgotten; what is not there is left out.
 */
export type Shelf<T> = (ids: Iterable<string>) => Promise<ReadonlyMap<string, T>>

export function createShelf<T>(
  read: (ids: readonly string[]) => Promise<readonly (readonly [string, T])[]>,
): Shelf<T> {
  let kept: ReadonlyMap<string, T> = new Map()

  return async (ids) => {
    const wanted = new Set(ids)
    const before = [...kept].filter(([id]) => wanted.has(id))
    const known = new Set(before.map(([id]) => id))
    const missing = [...wanted].filter((id) => !known.has(id))
    const fresh = missing.length === 0 ? [] : await read(missing)
    kept = new Map([...before, ...fresh])
    return kept
  }
}
