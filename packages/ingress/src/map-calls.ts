import type { RuntimeCall } from './runtime-call.ts'

const EMPTY = /^$/

/** The calls that bring one map of the running HAProxy to what its file says. Pure. */
export function mapCalls(
  mapFile: string,
  running: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
): RuntimeCall[] {
  const set = [...wanted].flatMap(([key, value]) => {
    if (running.get(key) === value) return []
    const verb = running.has(key) ? 'set' : 'add'
    return [{ command: `${verb} map ${mapFile} ${key} ${value}`, expect: EMPTY }]
  })
  const gone = [...running.keys()].filter((key) => !wanted.has(key))
  return [...set, ...gone.map((key) => ({ command: `del map ${mapFile} ${key}`, expect: EMPTY }))]
}
