import { join } from 'node:path'
import {
  BerthError,
  type Clock,
  type DoorOwn,
  type DoorPort,
  type DoorRoute,
  NOTHING_OWN,
  systemClock,
} from '@berth/core'
import type { Logger } from '@berth/log'
import type { DoorPlatform } from './config-input.ts'
import { CONFIG_FILE, doorMaps, MAP_FILE, renderDoorConfig, structureOf } from './door-config.ts'
import { readIfThere, type SeenFiles, writeDoorFiles } from './door-files.ts'
import { haproxyAnswers, haproxyCommand } from './haproxy-cli.ts'
import type { Ingress } from './ingress.ts'
import { planMaps } from './plan-maps.ts'
import type { MapEntries } from './policy/map-files.ts'
import { reloadDoor } from './reload.ts'
import { parseMap, parseServers, parseStructure, type RunningServer } from './running-state.ts'
import type { RuntimeCall } from './runtime-call.ts'
import { pathOf, planRuntime } from './runtime-plan.ts'
import { appsOf } from './traffic/apps-of-hosts.ts'
import { readTraffic } from './traffic/read-traffic.ts'
import { assignSlots, backendName, slotOf, type Slots } from './slots.ts'
import { certificatesOf } from './tls/certificate-files.ts'
import { createCertificateKeeper } from './tls/certificate-keeper.ts'

export type IngressOptions = {
  /** the door's folder, `DIR/door` */
  readonly dir: string
  readonly masterSocket: string
  readonly platform: DoorPlatform
  /** names of the platform's own, read at each `apply` */
  readonly readOwn?: () => Promise<DoorOwn>
  readonly log: Logger
  readonly clock?: Clock
  /** how long a server that nobody wants may finish what it serves */
  readonly drainMs?: number
  /** how often the running HAProxy is compared with the files, besides after every `apply` */
  readonly resyncMs?: number
}

const REST_MS = 60_000
/** of all proxies the servers (management.txt, section 9.3) */
const SHOW_SERVERS = 'show stat -1 4 -1'

/** The door as control drives it. `apply` is level-triggered: it compares with what HAProxy says that it has. */
export function createIngress(options: IngressOptions): Ingress {
  const { dir, masterSocket, platform, log, clock = systemClock } = options
  const drainMs = options.drainMs ?? 30_000
  const draining = new Map<string, number>()
  const certificates = createCertificateKeeper({ dir, adminSocket: platform.adminSocket, log })
  const seen: SeenFiles = new Map()
  const structures = new Map<number, string>() // few: a stock only grows, and doubles
  let slots: Slots | undefined
  let routes: readonly DoorRoute[] | undefined
  let ports: readonly DoorPort[] = []
  let own = NOTHING_OWN
  let turn: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const structureAt = (stock: number) => {
    const structure = structures.get(stock) ?? structureOf(platform, stock)
    structures.set(stock, structure)
    return structure
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work)
    turn = result.catch(() => undefined) // its own caller hears of it; the next one does its own work
    return result
  }

  const write = async (next: readonly DoorRoute[]): Promise<Slots> => {
    slots = assignSlots({
      ...(slots ? memoryOf(slots) : await recall(dir)),
      routes: next,
      now: clock.now().getTime(),
      restMs: REST_MS,
    })
    await writeFiles(next, slots)
    return slots
  }

  const writeFiles = async (next: readonly DoorRoute[], now: Slots) => {
    const listed = await certificates.write(platform.tls ? certificatesOf(next, own) : [])
    const structure = structureAt(now.stock)
    const input = { ...platform, slots: now, routes: next, ports, own, certificates: listed, structure }
    await writeDoorFiles(dir, renderDoorConfig(input), seen)
  }

  const tellCertificates = async (next: readonly DoorRoute[], now: Slots) => {
    if (!platform.tls) return
    if (await certificates.tell(certificatesOf(next, own))) await writeFiles(next, now)
  }

  const tell = async (next: readonly DoorRoute[], now: Slots): Promise<number> => {
    const structure = structureAt(now.stock)
    const wanted = doorMaps({ ...platform, slots: now, routes: next, ports, own })
    const files = [...wanted.keys()]
    let running = await readRunning(platform.adminSocket, files)
    if (running.structure !== structure) {
      log.info({ stock: now.stock }, 'the door is reloaded: its structure changed')
      await reloadDoor({ masterSocket, adminSocket: platform.adminSocket, structure })
      running = await readRunning(platform.adminSocket, files)
    }
    await tellCertificates(next, now) // before visitors are sent to https
    const plan = planRuntime({
      running: running.servers,
      slots: now,
      maps: planMaps(running.maps, wanted),
      drained: timeIsUp(running.servers),
    })
    for (const call of plan.calls) await run(platform.adminSocket, call)
    if (platform.tls) await certificates.forget(certificatesOf(next, own))
    return plan.waiting
  }

  /** Remembers since when each server drains, and forgets those that are gone. */
  const timeIsUp = (servers: readonly RunningServer[]) => {
    const now = clock.now().getTime()
    const paths = new Set(servers.filter(({ mode }) => mode !== 'ready').map(pathOf))
    for (const path of draining.keys()) if (!paths.has(path)) draining.delete(path)
    for (const path of paths) if (!draining.has(path)) draining.set(path, now)
    return (path: string) => now - (draining.get(path) ?? now) >= drainMs
  }

  const lookAgain = (waiting: number) => {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => void inTurn(resync), waiting > 0 ? 500 : (options.resyncMs ?? 5000)).unref()
  }

  const resync = async () => {
    if (closed || !routes || !slots) return
    const waiting = await tell(routes, slots).catch((error: unknown) => {
      log.warn({ err: error }, 'the door could not be brought up to date')
      return 0
    })
    lookAgain(waiting)
  }

  return {
    apply: (next, nextPorts = []) =>
      inTurn(async () => {
        own = (await options.readOwn?.()) ?? NOTHING_OWN
        routes = next
        ports = nextPorts
        const now = await write(next)
        lookAgain(1)
        lookAgain(await tell(next, now))
      }),
    sessions: async (host, server) => {
      const slot = slots?.taken.find(({ route }) => route.host === host)?.slot
      if (slot === undefined) return 0
      const servers = parseServers(await haproxyCommand(platform.adminSocket, SHOW_SERVERS))
      const path = `${backendName(slot)}/${server}`
      return servers.find((running) => pathOf(running) === path)?.sessions ?? 0
    },
    traffic: () =>
      readTraffic({ adminSocket: platform.adminSocket, masterSocket, apps: appsOf(routes ?? []) }),
    appOf: (host) => appsOf(routes ?? []).get(host),
    close: async () => {
      closed = true
      clearTimeout(timer)
      await turn
    },
  }
}

type Memory = Pick<Parameters<typeof assignSlots>[0], 'previous' | 'freed' | 'stock'>

function memoryOf(slots: Slots): Memory {
  const previous = new Map(slots.taken.map(({ route, slot }) => [route.host, slot]))
  return { previous, freed: slots.freed, stock: slots.stock }
}

/** What an earlier process had bound, from the files that it left. */
async function recall(dir: string): Promise<Memory> {
  const map = (await readIfThere(join(dir, MAP_FILE))) ?? ''
  const config = (await readIfThere(join(dir, CONFIG_FILE))) ?? ''
  const previous = new Map(
    map.split('\n').flatMap((line) => {
      const [host = '', backend = ''] = line.split(' ')
      const slot = slotOf(backend)
      return slot === undefined ? [] : [[host, slot] as const]
    }),
  )
  return { previous, freed: new Map(), stock: (config.match(/^backend app\d+/gm) ?? []).length }
}

type Running = {
  readonly structure: string
  readonly servers: readonly RunningServer[]
  readonly maps: ReadonlyMap<string, MapEntries>
}

/** A map that the running HAProxy does not know yet counts as empty: then its structure is another one, too. */
async function readRunning(adminSocket: string, files: readonly string[]): Promise<Running> {
  const shown = ['show info', SHOW_SERVERS, ...files.map((file) => `show map ${file}`)]
  const [info = '', servers = '', ...maps] = await haproxyAnswers(adminSocket, shown)
  return {
    structure: parseStructure(info),
    servers: parseServers(servers),
    maps: new Map(files.map((file, i) => [file, parseMap(maps[i] ?? '')])),
  }
}

async function run(adminSocket: string, call: RuntimeCall): Promise<void> {
  const answer = await haproxyCommand(adminSocket, call.command)
  if (call.expect.test(answer)) return
  throw new BerthError('ingress.failed', `HAProxy refused "${call.command}": ${answer}`)
}
