import type { DoorServer } from '@berth/core'
import { serverParameters } from './config-server.ts'
import type { RuntimeCall } from './runtime-call.ts'
import type { RunningServer } from './running-state.ts'
import { backendName, type Slots } from './slots.ts'

export type RuntimePlan = {
  readonly calls: readonly RuntimeCall[]
  /** servers that are still draining: look again soon */
  readonly waiting: number
}

const EMPTY = /^$/
/** Of what nobody wants: another process that keeps this door may have removed it already. */
const EMPTY_OR_GONE = /^(?:No such server\.)?$/
const ANY = /^/

/**
 * The calls that bring the running HAProxy to what the files say. Pure. New servers first, then the hosts, then the
 * old servers drain, so that at no moment a host has none. A server that nobody wants is deleted when it drains and its
 * last session is over; its sessions are cut only when `drained` says that it had its time.
 */
export function planRuntime(input: {
  readonly running: readonly RunningServer[]
  readonly slots: Slots
  /** what is told of the maps: see `planMaps` */
  readonly maps: readonly RuntimeCall[]
  readonly drained: (path: string) => boolean
}): RuntimePlan {
  const wanted = wantedServers(input.slots)
  const running = new Map(input.running.map((server) => [pathOf(server), server]))
  const unwanted = [...running].filter(([path]) => !wanted.has(path))
  const late = unwanted.filter(([path]) => input.drained(path))
  const done = unwanted.filter(([path, server]) => !input.drained(path) && isDone(server))
  return {
    calls: [
      ...[...wanted].flatMap(([path, server]) => raise(path, server, running.get(path))),
      ...input.maps,
      ...[...wanted].flatMap(([path, server]) =>
        server.draining && running.get(path)?.mode !== 'draining' ? [drain(path)] : [],
      ),
      ...unwanted.flatMap(([path, server]) => (server.mode === 'ready' ? [drain(path)] : [])),
      ...late.flatMap(([path]) => [maintain(path), cut(path), remove(path)]),
      ...done.flatMap(([path]) => [maintain(path), remove(path)]),
    ],
    waiting: unwanted.length - late.length - done.length,
  }
}

export function pathOf(server: Pick<RunningServer, 'backend' | 'name'>): string {
  return `${server.backend}/${server.name}`
}

function wantedServers(slots: Slots): Map<string, DoorServer> {
  return new Map(
    slots.taken.flatMap(({ slot, route }) =>
      route.servers.map((server) => [`${backendName(slot)}/${server.name}`, server] as const),
    ),
  )
}

/** A server that is to serve exists, has the right address and is enabled. */
function raise(path: string, server: DoorServer, running: RunningServer | undefined): RuntimeCall[] {
  if (!running) {
    return [
      { command: `add server ${path} ${serverParameters(server, 1)}`, expect: /^New server registered/ },
      { command: `set server ${path} state ready`, expect: EMPTY },
    ]
  }
  const moved = running.address !== server.address || running.port !== server.port
  const move = { command: `set server ${path} addr ${server.address} port ${server.port}`, expect: ANY }
  const ready = [
    { command: `set server ${path} weight 1`, expect: EMPTY },
    { command: `set server ${path} state ready`, expect: EMPTY },
  ]
  return [...(moved ? [move] : []), ...(!server.draining && running.mode !== 'ready' ? ready : [])]
}

function drain(path: string): RuntimeCall {
  return { command: `set server ${path} state drain`, expect: EMPTY_OR_GONE }
}

/** One that was ready when it was looked at may have got a session since. */
function isDone({ mode, sessions }: RunningServer): boolean {
  return mode !== 'ready' && sessions === 0
}

function maintain(path: string): RuntimeCall {
  return { command: `set server ${path} state maint`, expect: EMPTY_OR_GONE }
}

function cut(path: string): RuntimeCall {
  return { command: `shutdown sessions server ${path}`, expect: EMPTY_OR_GONE }
}

/** A pooled idle connection makes it refuse; the next round tries again. */
function remove(path: string): RuntimeCall {
  return { command: `del server ${path}`, expect: ANY }
}
