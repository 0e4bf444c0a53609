import { isIPv4 } from 'node:net'
import { BerthError, type DoorPort } from '@berth/core'
import { pageBackend } from '../config-pages.ts'
import { checkEntry } from '../policy/check-site.ts'
import type { MapEntries } from '../policy/map-files.ts'
import { PORT_BACKEND, PORT_MAPS } from './port-rules.ts'

const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/
const LOCK = /^[A-Za-z0-9+/=]{16,100}$/

/** Host → backend: all ports share one. */
export function portHosts(ports: readonly DoorPort[]): (readonly [string, string])[] {
  return ports.map(({ host, to, empty }) => [host, to ? PORT_BACKEND : pageBackend(empty)])
}

/** Where ports lead, and what they are locked with, by file. Pure. Error: input.invalid. */
export function portMaps(ports: readonly DoorPort[]): ReadonlyMap<string, MapEntries> {
  for (const port of ports) checkPort(port)
  const locks = ports.flatMap(({ host, lock }) => (lock === null ? [] : [[host, lock] as const]))
  const ways = ports.flatMap(({ host, to }) => (to ? [[host, `${to.address}|${to.port}`] as const] : []))
  for (const [key, value] of [...locks, ...ways]) checkEntry(key, value)
  return new Map([
    [PORT_MAPS.locks, new Map(locks)],
    [PORT_MAPS.ways, new Map(ways)],
  ])
}

/** Everything that enters a map passes here: one odd character could be a command. */
function checkPort({ host, to, lock }: DoorPort): void {
  if (!HOST.test(host)) throw refused(`host "${host}"`)
  if (lock !== null && !LOCK.test(lock)) throw refused('the lock of a port')
  if (!to) return
  if (!isIPv4(to.address)) throw refused(`address "${to.address}"`)
  if (!Number.isInteger(to.port) || to.port < 1 || to.port > 65_535) throw refused(`port "${to.port}"`)
}

function refused(what: string): BerthError {
  return new BerthError('input.invalid', `${what} cannot be a part of the door's configuration`)
}
