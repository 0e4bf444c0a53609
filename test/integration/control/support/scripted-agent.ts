import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError, createSerial } from '../../../../packages/core/src/index.ts'
import {
  agentToControl,
  type Channel,
  type ContainerSpec,
  controlToAgent,
  createPeer,
  decodeAck,
  encodeAck,
  FRAME,
  GATEWAY_VERSION,
  HIGH_WATER,
  type ObservedContainer,
  type Peer,
  type RequestOf,
  type ScriptReply,
} from '../../../../packages/protocol/src/index.ts'
import { createNodeWorker, type QueueWorker } from '../../../../packages/queue/src/index.ts'
import { WebSocket } from 'ws'
import { websocketWire } from '../../../../apps/control/src/gateway/websocket-wire.ts'
import { silent } from './silent.ts'

/** Of the one image that it holds. */
export const HELD_DIGEST = `sha256:${'b'.repeat(64)}`

/** What becomes of a container; the real agent asks the kernel. */
export type Script = (spec: ContainerSpec) => Partial<ObservedContainer>

export type ScriptedAgent = {
  readonly peer: Peer<typeof agentToControl>
  /** what it was told last, by container */
  readonly specs: ReadonlyMap<string, ContainerSpec>
  report(spec: ContainerSpec, observed: Partial<ObservedContainer>): Promise<void>
  /** What it says of itself from now on; resolves when that was taken over. */
  beat(change: { readonly diskBytes: number; readonly diskFreeBytes: number }): Promise<void>
  close(): Promise<void>
}

/** An agent that speaks the real protocol over the real socket and queue, and only pretends to run containers. */
export async function connectAgent(options: {
  socket: string
  redisUrl: string
  token: string
  script: Script
  /** what it says its containers have addresses in */
  subnets?: string[]
  /** what it answers when it is asked for a log; nothing comes when it is not given */
  log?: (containerId: string) => readonly string[]
  /** what a script in a container says; by default it prints itself */
  runScript?: (asked: RequestOf<typeof controlToAgent, 'sandbox.script'>) => Promise<Partial<ScriptReply>>
  /** what lies in containers, by `<container> <path>` */
  files?: Map<string, { content: string; mtime: number }>
  /** what stands on a terminal */
  screen?: (execId: string) => string[]
  /** what a volume holds, as an archive */
  archive?: (volume: string) => AsyncIterable<Uint8Array>
  /** an archive came to its end; it is said to have arrived when this resolves */
  onImport?: (snapshot: string, archive: Buffer) => Promise<void>
  onPrefetch?: (asked: RequestOf<typeof controlToAgent, 'image.prefetch'>) => void
}): Promise<ScriptedAgent> {
  const websocket = new WebSocket(`ws+unix:${options.socket}:/agent/v1`, {
    headers: { authorization: `Bearer ${options.token}` },
  })
  await once(websocket, 'open')
  const specs = new Map<string, ContainerSpec>()
  /** by container: the generation whose program ran and ended, and how */
  const ended = new Map<string, { readonly generation: number; readonly how: Partial<ObservedContainer> }>()
  const peer = createPeer({
    wire: websocketWire(websocket),
    version: GATEWAY_VERSION,
    incoming: controlToAgent,
    handlers: {
      'exec.start': async () => ({ execId: 'exe_test' }),
      'exec.attach': async ({ channel }) => {
        const opened = peer.openChannel(channel)
        opened.onFrame(({ kind, payload }) => {
          if (kind === FRAME.data) opened.send(FRAME.data, Buffer.concat([Buffer.from('echo '), payload]))
          if (kind === FRAME.eof) {
            opened.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'exit', code: 7, signal: null })))
          }
        })
        return { tty: false }
      },
      'sandbox.script': async (asked) => ({
        ...{ code: 0, output: asked.script, truncated: false, timedOut: false },
        ...(await options.runScript?.(asked)),
      }),
      'files.list': async () => ({ entries: [], truncated: false }),
      'files.read': async ({ containerId, path }) => {
        const file = options.files?.get(`${containerId} ${path}`)
        if (!file) throw new BerthError('file.not_found', `${path}: no such file or folder`)
        const size = Buffer.byteLength(file.content, 'base64')
        return { ...file, size, mode: 0o644 }
      },
      'files.write': async ({ containerId, path, content, unlessChanged }) => {
        const key = `${containerId} ${path}`
        const before = options.files?.get(key)?.mtime ?? 0
        if (unlessChanged !== undefined && unlessChanged !== before) {
          throw new BerthError('file.changed', `${path}: it was changed meanwhile`)
        }
        options.files?.set(key, { content, mtime: before + 1 })
        return { mtime: before + 1 }
      },
      'files.change': async () => ({}),
      'screen.read': async ({ sessions }) => ({
        screens: sessions.map(({ execId }) => ({
          ...{ execId, lines: options.screen?.(execId) ?? [], cols: 80, rows: 24 },
          ...{ cursor: { row: 0, column: 0 }, changedAt: new Date().toISOString() },
        })),
      }),
      'files.start': async () => ({ execId: 'exe_files' }),
      'image.commit': async () => ({ execId: 'exe_commit' }),
      'image.list': async () => ({
        images: [
          {
            digest: HELD_DIGEST,
            platform: 'linux/amd64',
            bytes: 10,
            layers: 1,
            usedAt: new Date(0).toISOString(),
            usedBy: [],
          },
        ],
        pulls: [],
        imageBytes: 10,
        disk: { bytes: 100, freeBytes: 50 },
      }),
      'image.prune': async ({ digest }) => ({ freedBytes: digest === undefined ? 10 : 1 }),
      'image.prefetch': async (asked) => {
        options.onPrefetch?.(asked)
        return {}
      },
      'volume.export': async ({ volume, channel }) => {
        const opened = peer.openChannel(channel)
        void sendArchive(opened, options.archive?.(volume) ?? [Buffer.from(`archive of ${volume}`)])
        return {}
      },
      'volume.import': async ({ snapshot, channel }) => {
        const opened = peer.openChannel(channel)
        const pieces: Buffer[] = []
        opened.onFrame(({ kind, payload }) => {
          if (kind === FRAME.data) {
            pieces.push(Buffer.from(payload))
            opened.send(FRAME.ack, encodeAck(payload.length))
          }
          if (kind !== FRAME.eof) return
          const end = Buffer.from(JSON.stringify({ kind: 'exit', code: 0, signal: null }))
          const taken = Promise.resolve(options.onImport?.(snapshot, Buffer.concat(pieces)))
          void taken.then(() => opened.send(FRAME.end, end))
        })
        return {}
      },
      'container.processes': async () => ({ processes: [] }),
      'exec.kill': async () => ({}),
      'logs.open': async ({ query, channel }) => {
        const [containerId = ''] = query.containerIds
        const text = options.log?.(containerId)
        if (!text) return {}
        const opened = peer.openChannel(channel)
        const at = new Date(0).toISOString()
        const lines = text.map((line) => ({ containerId, at, stream: 'stdout', text: line }))
        opened.send(FRAME.data, Buffer.from(JSON.stringify(lines)))
        opened.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'closed' })))
        return {}
      },
    },
    outgoing: agentToControl,
  })
  const info = {
    hostname: 'test',
    kernel: '6',
    arch: 'amd64' as const,
    cpus: 32,
    memoryBytes: 64 * 1024 ** 3,
    diskBytes: 1e12,
    diskFreeBytes: 1e12,
    writable: { bytes: 1e12, freeBytes: 1e12, limited: true, reason: null },
    cgroup: 'v2' as const,
    agentVersion: 'test',
    bootId: 'boot',
  }
  const { subnets = ['127.0.0.1/32'] } = options
  // one after the other: what an earlier one said is never taken for what is so now
  const serial = createSerial()
  const hello = () =>
    serial.run('hello', () =>
      peer.call('node.hello', { version: GATEWAY_VERSION, info: { ...info }, subnets }),
    )
  const { queue } = await hello()
  const heartbeat = setInterval(() => void hello().catch(() => undefined), 2_000)
  const worker: QueueWorker = createNodeWorker({
    redisUrl: options.redisUrl,
    queue,
    onConverge: async ({ containerIds }) => ask(containerIds),
    log: silent,
  })
  try {
    const { containers, left = [] } = await peer.call('node.inventory', { containers: [] })
    await Promise.all(containers.map(converge))
    await ask(left)
  } catch (error) {
    await close() // whoever tries again begins anew
    throw error
  }

  return {
    peer,
    specs,
    report,
    async beat(change) {
      Object.assign(info, change)
      await hello()
    },
    close,
  }

  async function close(): Promise<void> {
    clearInterval(heartbeat)
    await worker.close()
    peer.close()
  }

  async function ask(ids: readonly string[]): Promise<void> {
    for (let open = [...ids]; open.length > 0; ) {
      const { containers, left = [] } = await peer.call('container.specs', { ids: open })
      await Promise.all(containers.map(converge))
      open = left
    }
  }

  function converge(spec: ContainerSpec): Promise<void> {
    return serial.run(spec.id, () => convergeNow(spec))
  }

  async function convergeNow(spec: ContainerSpec): Promise<void> {
    if ((specs.get(spec.id)?.generation ?? 0) > spec.generation) return
    specs.set(spec.id, spec)
    if (spec.desired === 'removed' || spec.desired === 'stopped') {
      const end = { kind: 'stopped', by: 'a request', code: 0, forced: false } as const
      return report(spec, { state: spec.desired, end, endedAt: new Date().toISOString() })
    }
    if (spec.desired === 'paused') return report(spec, { state: 'paused', healthy: false })
    // a program that ended is not run again because its node is told of it once more
    const over = ended.get(spec.id)
    if (over?.generation === spec.generation) return report(spec, over.how)
    await report(spec, { state: 'pulling' })
    const how = options.script(spec)
    if (how.state === 'stopped') ended.set(spec.id, { generation: spec.generation, how })
    await report(spec, how)
  }

  async function report(spec: ContainerSpec, observed: Partial<ObservedContainer>): Promise<void> {
    await peer.call('container.report', { containers: [{ ...observedOf(spec), ...observed }] })
  }
}

/** In pieces, as its reader takes them. */
async function sendArchive(
  channel: Channel,
  archive: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  let [sent, used] = [0, 0]
  let isOver = false
  channel.onFrame(({ kind, payload }) => {
    if (kind === FRAME.ack) used += decodeAck(payload)
    if (kind === FRAME.end) isOver = true
  })
  channel.onLost(() => (isOver = true))
  for await (const bytes of archive) {
    while (!isOver && sent - used > HIGH_WATER) await sleep(1)
    if (isOver) return
    channel.send(FRAME.data, bytes)
    sent += bytes.length
  }
  channel.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'exit', code: 0, signal: null })))
}

export function observedOf(spec: ContainerSpec): ObservedContainer {
  return {
    id: spec.id,
    generation: spec.generation,
    state: 'starting',
    healthy: false,
    address: null,
    startedAt: null,
    endedAt: null,
    end: null,
    restarts: 0,
    nextStartAt: null,
    restartNonce: spec.restartNonce,
  }
}

/** Runs at once, and is well; `address` is where a test's own server listens. */
export function runs(address = '127.0.0.1'): Script {
  return () => ({ state: 'running', healthy: true, address, startedAt: new Date().toISOString() })
}
