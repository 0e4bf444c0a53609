import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, systemClock } from '@berth/core'
import type { Channel, ConvergeJob, controlToAgent, Handlers } from '@berth/protocol'
import { type CommitRequest, commitContainer } from './commit/commit-container.ts'
import { createConverger } from './converger.ts'
import { every } from './every.ts'
import { createCopies } from './files/copies.ts'
import { createHostSessions } from './files/host-sessions.ts'
import { createGreeting, type Hello } from './greeting.ts'
import { createLogKeeper } from './logs/log-keeper.ts'
import { createImageCollector } from './images/image-collector.ts'
import { imageHandlers } from './images/image-handlers.ts'
import { createPullBoard } from './images/pull-board.ts'
import { createMemories } from './memory-files.ts'
import { nodeHandlers } from './node-handlers.ts'
import { diskSpace } from './node-info.ts'
import type { Control, NodeOptions } from './node-options.ts'
import { createReports } from './reports.ts'
import { createScreens } from './sandbox/screens.ts'
import { createSessions } from './sessions.ts'
import { createSlots } from './slots.ts'
import { createStarter } from './start-container.ts'
import { createStatsReader } from './stats.ts'
import { createStatsTurns } from './stats-turns.ts'
import { fullLayers } from './volumes/full-layers.ts'
import { restingLayers } from './volumes/resting-layers.ts'
import { createReceivingVolumes } from './volumes/receiving-volumes.ts'
import { createVolumeKeeper } from './volumes/volume-keeper.ts'
import { createWanted } from './wanted.ts'

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

const HEARTBEAT_MS = 10_000
const STATS_MS = 2000
const KEEP_LOGS_MS = 5000
const IDLE_CHECK_MS = 30_000
const SCREENS_MS = 10_000
const SWEEP_MS = 10 * 60_000
const RELIEVE_MS = 60_000
const VOLUMES_MS = 10_000
const COMMITS_AT_ONCE = 2

export function createNode(options: NodeOptions): Node {
  const { runtime, images, network, log, ids, clock = systemClock } = options
  const memories = createMemories(join(options.dir, 'node'), join(options.runDir, 'secrets'))
  const over = new AbortController()
  let stream: Control | undefined
  const onError = (error: unknown) => log.warn({ err: error }, 'a regular task of the node failed')
  const reports = createReports({
    onError: (error) => log.debug({ err: error }, 'a report was not taken: sending it again'),
  })
  const board = createPullBoard(images, clock)
  const disk = () => diskSpace(options.dir)
  const collector = createImageCollector({
    ...{ images, disk, clock, log },
    rules: options.imageRules,
    needed: () => {
      const also = options.alsoNeeded?.()
      return {
        digests: new Set([...usedImages(), ...(also?.digests ?? [])]),
        snapshots: new Set([...containerIds(), ...(also?.snapshots ?? [])]),
      }
    },
  })
  const starter = createStarter({
    ...{ ...options, registrySocket: options.registrySocket, volumes: options.volumes },
    ...{ control, board, collector },
  })
  const logKeeper = createLogKeeper({
    ...{ logs: options.logs, clock, onError },
    logDirectory: (id) => runtime.logDirectory(id),
    ids: () => containerIds(),
    aside: join(options.dir, 'logs'),
    control: () => stream,
  })
  const converger = createConverger({
    ...{ ...options, memories, starter, clock },
    report: (observed) => reports.push(observed),
    leaveLog: (id) => logKeeper.leave(id),
  })
  const copies = createCopies(runtime)
  const hostSessions = createHostSessions()
  const sessions = createSessions({
    ...options,
    onLeft: (session) => void copies.left(session).catch(onError),
  })
  const screens = createScreens({ ...options, sizeOf: (execId) => sessions.sizeOf(execId), clock })
  const commits = join(options.dir, 'commits')
  const slots = createSlots(COMMITS_AT_ONCE)
  const commit = (request: CommitRequest) =>
    commitContainer({ ...options, dir: commits, slots, hold: (id, job) => converger.hold(id, job) }, request)
  const greeting = createGreeting(options)
  const receiving = createReceivingVolumes()
  const layers = async () => {
    if (!options.written) return undefined
    const written = await options.written()
    const specs = memories.all().map(({ spec }) => spec)
    return { full: fullLayers(written, specs), resting: restingLayers(written, specs) }
  }
  const volumes = createVolumeKeeper({ folders: options.volumes, receiving, layers, log })
  const stats = createStatsReader({ runtime, network, clock })
  const whoseTurn = createStatsTurns(stats.rests)
  const wanted = createWanted({ memories, runtime, converger, log })

  return {
    async open() {
      await memories.load()
      await rm(commits, { recursive: true, force: true }) // of an agent that was killed in the middle
      await mkdir(commits, { mode: 0o700 })
      const known = containerIds()
      await network.sweep(known)
      await ids.sweep(new Set(memories.all().map(({ spec }) => spec.app.id)))
      runtime.onEnd(({ id }) => converger.wake(id, { interrupt: true }))
      runtime.onLimitHit((id) => converger.wake(id))
      for (const id of known) converger.wake(id)
      const signal = over.signal
      every(IDLE_CHECK_MS, () => sessions.endIdle(unkept(), clock.now()), { signal, onError })
      every(SCREENS_MS, async () => screens.sweep(), { signal, onError })
      every(SWEEP_MS, async () => void (await collector.collect()), { signal, onError })
      every(RELIEVE_MS, async () => void (await collector.relieve()), { signal, onError })
    },
    handlers: (openChannel) => ({
      ...nodeHandlers({
        ...options,
        memories,
        copies,
        sessions,
        screens,
        hostSessions,
        commit,
        receiving,
        tellVolumes: () => volumes.converge(control()),
        openChannel,
        onError,
      }),
      ...imageHandlers({ ...options, memories, collector, board, disk, onError }),
    }),
    async connected(next, signal) {
      const hello = await greeting.say(next)
      stream = next
      signal.addEventListener('abort', () => {
        if (stream !== next) return
        stream = undefined
        reports.disconnect()
      })
      await wanted.reconcile(next)
      reports.connect(async (containers) => {
        await greeting.sayWhenChanged(next)
        await next.call('container.report', { containers: [...containers] })
      })
      volumes.converge(next).catch(onError)
      every(VOLUMES_MS, () => volumes.converge(next), { signal, onError })
      every(HEARTBEAT_MS, async () => void (await greeting.say(next)), { signal, onError })
      logKeeper.forgetPlaces()
      every(KEEP_LOGS_MS, () => logKeeper.round(next), { signal, onError })
      every(STATS_MS, () => sendStats(next), { signal, onError })
      return hello
    },
    async converge({ containerIds: asked }) {
      if (!stream) return // the inventory of the next connection asks for everything
      // a hint without containers is about volumes
      await (asked.length > 0 ? wanted.ask(stream, asked) : volumes.converge(stream))
    },
    async close() {
      over.abort()
      screens.close()
      reports.disconnect()
      await converger.close()
    },
  }

  async function sendStats(to: Control): Promise<void> {
    const containers = await stats.read(whoseTurn(memories.all()))
    if (containers.length > 0) await to.call('container.stats', { containers: [...containers] })
  }

  function usedImages(): Set<string> {
    return new Set(memories.all().map(({ spec }) => spec.image.digest))
  }

  /** Those whose sessions end when nobody looks at them. */
  function unkept(): readonly string[] {
    return memories.all().flatMap(({ spec }) => (spec.keepSessions ? [] : [spec.id]))
  }

  function containerIds(): Set<string> {
    return new Set(memories.all().map(({ spec }) => spec.id))
  }

  function control(): Control {
    if (stream) return stream
    throw new BerthError('protocol.disconnected', 'control is not connected: trying again when it is')
  }
}
