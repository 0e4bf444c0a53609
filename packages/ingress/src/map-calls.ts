import type { RuntimeCall } from './runtime-call.ts'

const EMPTY = /^$/

/** The calls that bring one map of the running HAProxy to what its file says: what is new or changed, what goes. Pure. */
export function mapCalls(
  mapFile: string,
  running: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): { readonly set: readonly RuntimeCall[]; readonly gone: readonly RuntimeCall[] } {
  const set = [...wanted].flatMap(([key, value]) => {
    if (running.get(key) === value) return []
    const verb = running.has(key) ? 'set' : 'add'
    return [{ command: `${verb} map ${mapFile} ${key} ${value}`, expect: EMPTY }]
  })
  const gone = [...running.keys()]
    .filter((key) => !wanted.has(key))
    .toSorted((a, b) => Number(a.includes('|')) - Number(b.includes('|'))) // an app's rule before who is let through it
  return { set, gone: gone.map((key) => ({ command: `del map ${mapFile} ${key}`, expect: EMPTY })) }
}
