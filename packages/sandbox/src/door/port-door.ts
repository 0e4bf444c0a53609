import { isDeepStrictEqual } from 'node:util'
import { type Clock, type DoorPort, type DoorRoute, systemClock } from '@berth/core'
import type { Log } from '../ports.ts'
import { doorPorts, type OwnedPort } from './door-ports.ts'
import type { ReadPorted } from './read-ported.ts'

/** `@berth/ingress`'s Ingress fits. */
type Door = { apply(routes: readonly DoorRoute[], ports: readonly DoorPort[]): Promise<void> }

/** Ports of sandboxes at the door, beside the routes of apps. */
export type PortDoor = {
  /** Idempotent, with all routes of apps. Error: ingress.failed. */
  readonly apply: (routes: readonly DoorRoute[]) => Promise<void>
  /** A sandbox may have changed: looks soon, once for all that ask meanwhile. */
  wake(): void
  /** The port of a host, by what the door was told last. */
  portOf(host: string): OwnedPort | undefined
  close(): Promise<void>
}

const LOOK_MS = 5_000
/** A class that starts at once is told to the door in a few steps. */
const PAUSE_MS = 200

export function createPortDoor(options: {
  readonly door: Door
  readonly read: ReadPorted
  /** with or without its port */
  readonly appsDomain: string
  readonly log: Log
  readonly clock?: Clock
}): PortDoor {
  const { door, read, appsDomain, log, clock = systemClock } = options
  let routes: readonly DoorRoute[] | undefined
  let told: readonly OwnedPort[] | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let state: 'resting' | 'woken' | 'looking' | 'looking-again' = 'resting'
  let closed = false

  later(LOOK_MS)
  return {
    apply(next) {
      routes = next
      return inTurn(async () => tellDoor(await wanted()))
    },
    wake() {
      if (state === 'looking') state = 'looking-again'
      if (state !== 'resting') return
      state = 'woken'
      later(PAUSE_MS)
    },
    portOf: (host) => told?.find((port) => port.host === host),
    async close() {
      closed = true
      clearTimeout(timer)
      await turn
    },
  }

  function later(ms: number): void {
    if (closed) return
    clearTimeout(timer)
    timer = setTimeout(() => void look(), ms).unref()
  }

  async function look(): Promise<void> {
    state = 'looking'
    await inTurn(tellChange).catch((error: unknown) => {
      log.warn({ err: error }, 'the door could not be told of the ports of sandboxes')
    })
    state = again() ? 'woken' : 'resting'
    later(state === 'woken' ? PAUSE_MS : LOOK_MS)
  }

  function again(): boolean {
    return state === 'looking-again'
  }

  /** Nothing is told before the routes of apps are known: the door would forget them. */
  async function tellChange(): Promise<void> {
    if (routes === undefined || closed) return
    const ports = await wanted()
    if (!isDeepStrictEqual(ports, told)) await tellDoor(ports)
  }

  async function wanted(): Promise<OwnedPort[]> {
    return doorPorts(await read(clock.now()), appsDomain)
  }

  async function tellDoor(ports: readonly OwnedPort[]): Promise<void> {
    told = ports
    await door.apply(
      routes ?? [],
      ports.map(({ host, to, lock, empty }) => ({ host, to, lock, empty })),
    )
  }

  /** One after the other: what was read first is never told last. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work)
    turn = result.catch(() => undefined) // its own caller hears of it; the next one does its own work
    return result
  }
}
