import { join } from 'node:path'
import { BerthError, isId, systemClock } from '@berth/core'
import {
  type agentToControl,
  type Channel,
  type ContainerSpec,
  type ConvergeJob,
  type controlToAgent,
  GATEWAY_VERSION,
  type Handlers,
  MAX_SUBNETS,
  type ReplyOf,
} from '@berth/protocol'
import { afterReconnect, afterSpec } from './account.ts'
import { createConverger } from './converger.ts'
import { every } from './every.ts'
import { createCopies } from './files/copies.ts'
import { createImageKeeper } from './image-keeper.ts'
import { streamLogs } from './logs-channel.ts'
import { adoptedMemory, newMemory } from './memory.ts'
import { createMemories } from './memory-files.ts'
import { readNodeInfo } from './node-info.ts'
import type { Control, NodeOptions } from './node-options.ts'
import { createReports } from './reports.ts'
import { createSessions } from './sessions.ts'
import { createStarter } from './start-container.ts'
import { collectStats, takeTurn } from './stats.ts'

/** The agent's brain: what is wanted of this node's containers comes in, what became of them goes out. */
export type Node = {
  /** Adopt what an earlier agent left, and bring it to what was wanted when it was last asked. */
  open(): Promise<void>
  /** Answers of one stream; `openChannel` is the stream's. */
  handlers(openChannel: (id: number) => Channel): Handlers<typeof controlToAgent>
  /** The stream is up: says hello, reconciles the inventory, reports from then on. `signal` ends with the stream. */
  connected(control: Control, signal: AbortSignal): Promise<Hello>
  /** A hint from the queue: asks control what is wanted of these, now. */
  converge(job: ConvergeJob): Promise<void>
  /** Ends what this process does; containers stay. */
  close(): Promise<void>
}

export type Hello = ReplyOf<typeof agentToControl, 'node.hello'>

const HEARTBEAT_MS = 10_000
const STATS_MS = 2000
const IDLE_CHECK_MS = 30_000
const SWEEP_MS = 10 * 60_000
/** Open sessions of one container: each costs a supervisor outside of its limits. */
const MAX_SESSIONS = 32
const USUAL_SIZE = { cols: 80, rows: 24 }

export function createNode(options: NodeOptions): Node {
  const { runtime, images, network, logs, log, ids, clock = systemClock } = options
  const memories = createMemories(join(options.dir, 'node'))
  const over = new AbortController()
  let stream: Control | undefined
  let statsFrom = 0
  let saidSubnets: ReadonlySet<string> = new Set()
  const reports = createReports({
    onError: (error) => log.debug({ err: error }, 'a report was not taken: sending it again'),
  })
  const starter = createStarter({
    runtime,
    images,
    network,
    ids,
    platform: options.platform,
    registrySocket: options.registrySocket,
    control,
  })
  const converger = createConverger({
    memories,
    runtime,
    images,
    network,
    logs,
    ids,
    starter,
    openStream: options.openStream,
    healthIntervalMs: options.healthIntervalMs,
    clock,
    log,
    report: (observed) => reports.push(observed),
  })
  const copies = createCopies(runtime)
  const sessions = createSessions({
    ...options,
    onLeft: (session) => void copies.left(session).catch(onError),
  })
  const keeper = createImageKeeper()
  const onError = (error: unknown) => log.warn({ err: error }, 'a regular task of the node failed')

  return {
    async open() {
      await memories.load()
      const known = new Set(memories.all().map(({ spec }) => spec.id))
      await network.sweep(known)
      await ids.sweep(new Set(memories.all().map(({ spec }) => spec.app.id)))
      runtime.onEnd(({ id }) => converger.wake(id, { interrupt: true }))
      for (const id of known) converger.wake(id)
      const signal = over.signal
      every(IDLE_CHECK_MS, () => sessions.endIdle([...containerIds()], clock.now()), { signal, onError })
      every(SWEEP_MS, sweepImages, { signal, onError })
    },
    handlers,
    async connected(next, signal) {
      const hello = await sayHello(next)
      stream = next
      signal.addEventListener('abort', () => {
        if (stream !== next) return
        stream = undefined
        reports.disconnect()
      })
      await reconcile(next)
      reports.connect(async (containers) => {
        // an address in a subnet that control has not heard of would not be believed
        if (!heldSubnets().every((subnet) => saidSubnets.has(subnet))) await sayHello(next)
        await next.call('container.report', { containers: [...containers] })
      })
      every(HEARTBEAT_MS, async () => void (await sayHello(next)), { signal, onError })
      every(STATS_MS, () => sendStats(next), { signal, onError })
      return hello
    },
    async converge({ containerIds: asked }) {
      if (!stream) return // the inventory of the next connection asks for everything
      const { containers } = await stream.call('container.specs', { ids: asked })
      const wanted = new Set(containers.map(({ id }) => id))
      await Promise.all(containers.map(want))
      await Promise.all(asked.filter((id) => !wanted.has(id)).map(unwant))
    },
    async close() {
      over.abort()
      reports.disconnect()
      await converger.close()
    },
  }

  function handlers(openChannel: (id: number) => Channel): Handlers<typeof controlToAgent> {
    return {
      'exec.start': async ({ containerId, argv, tty, cols, rows, env, cwd, user }) => {
        const open = await runtime.execs(known(containerId))
        if (open.length >= MAX_SESSIONS) throw tooManySessions()
        const { id: execId } = await runtime.exec({
          containerId,
          argv,
          tty,
          env: { ...(tty ? { TERM: 'xterm-256color' } : {}), ...env },
          ...(cols && rows ? { size: { cols, rows } } : {}),
          ...(cwd === undefined ? {} : { cwd }),
          ...(user === undefined ? {} : { user }),
        })
        return { execId }
      },
      'files.start': async ({ containerId, job }) => {
        const open = await runtime.execs(known(containerId))
        if (open.length >= MAX_SESSIONS) throw tooManySessions()
        return { execId: await copies.start(containerId, job) }
      },
      'container.processes': async ({ containerId }) => ({
        processes: [...(await runtime.processes(known(containerId)))],
      }),
      'exec.attach': ({ containerId, execId, channel, cols, rows }) =>
        sessions.attach({
          containerId: known(containerId),
          execId,
          channel: openChannel(channel),
          size: cols && rows ? { cols, rows } : USUAL_SIZE,
        }),
      'exec.kill': async ({ containerId, execId }) => {
        await runtime.killExec(known(containerId), execId)
        return {}
      },
      'logs.open': async ({ query, channel }) => {
        const here = query.containerIds.filter((id) => memories.get(id))
        if (here.length === 0) known(query.containerIds[0] ?? '')
        void streamLogs({
          logs,
          directoryOf: (id) => runtime.logDirectory(id),
          query: { ...query, containerIds: here },
          channel: openChannel(channel),
        }).catch(onError)
        return {}
      },
    }
  }

  /** Tells control what is here; starts what is missing, and removes what nobody wants any more. */
  async function reconcile(to: Control): Promise<void> {
    const told = containerIds()
    const observed = await Promise.all([...told].map((id) => converger.observed(id)))
    const here = observed.filter((container) => container !== undefined)
    const { containers } = await to.call('node.inventory', { containers: here })
    await adoptUnknown(containers)
    const wanted = new Set(containers.map(({ id }) => id))
    await Promise.all(containers.map(want))
    await Promise.all([...told].filter((id) => !wanted.has(id)).map(unwant))
    for (const memory of memories.all()) {
      const retried = afterReconnect(memory)
      if (retried === memory) continue
      await memories.save(retried)
      converger.wake(memory.spec.id)
    }
  }

  /** What runs and is not remembered, because its file was lost: taken over when it is wanted, else removed. */
  async function adoptUnknown(wanted: readonly ContainerSpec[]): Promise<void> {
    for (const run of await runtime.list()) {
      if (memories.get(run.id)) continue
      const spec = wanted.find(({ id }) => id === run.id)
      if (spec && run.state === 'running') await memories.save(adoptedMemory(spec, run.startedAt))
      else if (!spec) await runtime.remove(run.id)
    }
  }

  async function want(spec: ContainerSpec): Promise<void> {
    if (!isId('container', spec.id)) return log.warn({ container: spec.id }, 'not the id of a container')
    const memory = memories.get(spec.id)
    if (memory && memory.spec.generation > spec.generation) return // an older answer came late
    const changed = memory?.spec.generation !== spec.generation
    if (changed) await memories.save(memory ? afterSpec(memory, spec) : newMemory(spec))
    converger.wake(spec.id, { interrupt: changed })
  }

  async function unwant(id: string): Promise<void> {
    const memory = memories.get(id)
    if (!memory) return
    await memories.save({ ...memory, spec: { ...memory.spec, desired: 'removed' } })
    converger.wake(id, { interrupt: true })
  }

  async function sayHello(to: Control): Promise<Hello> {
    const info = await readNodeInfo(options)
    const subnets = heldSubnets()
    const hello = await to.call('node.hello', { version: GATEWAY_VERSION, info, subnets })
    saidSubnets = new Set(subnets)
    return hello
  }

  /** More than control takes of a node would have it refuse the whole message. */
  function heldSubnets(): string[] {
    return network.subnets().slice(0, MAX_SUBNETS)
  }

  async function sendStats(to: Control): Promise<void> {
    const { chosen, next } = takeTurn(memories.all(), statsFrom)
    statsFrom = next
    const containers = await collectStats({ memories: chosen, runtime, network, clock })
    if (containers.length > 0) await to.call('container.stats', { containers: [...containers] })
  }

  async function sweepImages(): Promise<void> {
    const inUse = new Set(memories.all().map(({ spec }) => spec.image.digest))
    const local = (await images.list()).map(({ digest }) => digest)
    const digests = keeper.keep(inUse, local, clock.now())
    const freed = await images.sweep({ digests, snapshots: containerIds() })
    if (freed > 0) log.info({ freed }, 'images that nobody uses were removed')
  }

  function containerIds(): Set<string> {
    return new Set(memories.all().map(({ spec }) => spec.id))
  }

  function control(): Control {
    if (stream) return stream
    throw new BerthError('protocol.disconnected', 'control is not connected: trying again when it is')
  }

  function known(containerId: string): string {
    if (memories.get(containerId)) return containerId
    throw new BerthError('container.not_found', `container ${containerId} is not on this node`)
  }
}

function tooManySessions(): BerthError {
  return new BerthError(
    'quota.exceeded',
    `the container has ${MAX_SESSIONS} open sessions, which is the most: end one first`,
  )
}
