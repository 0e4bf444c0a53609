import { pageBackend } from './config-pages.ts'
import { MAP_FILE } from './door-config.ts'
import { mapCalls } from './map-calls.ts'
import { type MapEntries, POLICY_MAPS } from './policy/map-files.ts'
import type { RuntimeCall } from './runtime-call.ts'

type Maps = ReadonlyMap<string, MapEntries>

const NONE: MapEntries = new Map()

/**
 * The calls that bring all maps of the running HAProxy to what the files say. Pure. What is to be done before an app
 * is asked is told before its host leads there, and forgotten after, so that no visitor comes past it.
 */
export function planMaps(running: Maps, wanted: Maps): RuntimeCall[] {
  const closed = closeMoving(running, wanted)
  const hosts = mapCalls(
    MAP_FILE,
    new Map([...(running.get(MAP_FILE) ?? NONE), ...closed]),
    wanted.get(MAP_FILE) ?? NONE,
  )
  const rules = [...wanted]
    .filter(([file]) => file !== MAP_FILE)
    .map(([file, entries]) => mapCalls(file, running.get(file) ?? NONE, entries))
  return [
    ...mapCalls(MAP_FILE, running.get(MAP_FILE) ?? NONE, closed).set,
    ...rules.flatMap(({ set }) => set),
    ...hosts.set,
    ...hosts.gone,
    ...rules.toReversed().flatMap(({ gone }) => gone),
  ]
}

/** A host that goes from an app with rules to another one leads to neither while the rules change. */
function closeMoving(running: Maps, wanted: Maps): MapEntries {
  const [sitesNow, sites] = [running.get(POLICY_MAPS.sites) ?? NONE, wanted.get(POLICY_MAPS.sites) ?? NONE]
  const [hostsNow, hosts] = [running.get(MAP_FILE) ?? NONE, wanted.get(MAP_FILE) ?? NONE]
  const moving = [...sites].filter(
    ([host, site]) =>
      sitesNow.has(host) &&
      sitesNow.get(host) !== site &&
      hostsNow.has(host) &&
      hostsNow.get(host) !== hosts.get(host),
  )
  return new Map(moving.map(([host]) => [host, pageBackend('starting')]))
}
