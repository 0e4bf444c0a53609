import { createCountWatch } from './count-watch.ts'
import type { ContainerRecord } from './runtime.ts'
import type { ExecSessions } from './exec-sessions.ts'
import type { NodeContext } from './node-context.ts'
import { containerSocket } from './start-container.ts'
import { checkedId, containerFolder, type SavedRun } from './state/container-folder.ts'
import { decideEnd } from './state/decide-end.ts'
import { removeSecretEnv, secretEnvPath } from './state/secret-env.ts'
import { linkStarted, linkSupervisor, type SupervisorLink } from './state/supervisor-link.ts'

/** A container whose supervisor is alive. */
export type Running = {
  readonly run: SavedRun
  readonly link: SupervisorLink
  readonly pid: number | null
  /** settles with the record of its end */
  readonly ended: Promise<ContainerRecord>
}

/** a fork bomb is refused a hundred thousand times a second */
const FORKS_REST_MS = 60_000

export type ContainerRegistry = ReturnType<typeof createContainerRegistry>

/**
 * Who runs, and how who ended did. A supervisor's connection that closes is the news of an end; the record of it is
 * read, the reason decided and written down, and what was left on the host removed.
 */
export function createContainerRegistry(node: NodeContext, sessions: Pick<ExecSessions, 'killAll'>) {
  const running = new Map<string, Running>()
  const settling = new Set<Promise<unknown>>()
  const listeners = new Set<(record: ContainerRecord) => void>()
  const limitListeners = new Set<(id: string) => void>()
  const watching = {
    groupOf: (id: string) => node.cgroups.groupOf(id),
    tell: (id: string) => limitListeners.forEach((listener) => listener(id)),
    onError: (error: unknown) => node.log.warn({ err: error }, 'a limit of a container is not watched'),
  }
  const memory = createCountWatch({
    ...watching,
    events: node.memoryEvents,
    readCount: (id) => node.cgroups.oomKills(id),
  })
  const forks = createCountWatch({
    ...watching,
    events: node.forkEvents,
    readCount: (id) => node.cgroups.forksRefused(id),
    restMs: FORKS_REST_MS,
  })
  let untold: ContainerRecord[] = []
  let closed = false

  const tell = (record: ContainerRecord) => {
    if (listeners.size === 0) untold.push(record)
    for (const listener of listeners) listener(record)
  }

  const settle = async (id: string, begun: SavedRun | undefined): Promise<ContainerRecord> => {
    const folder = containerFolder(node.dir, id)
    const [saved, ended, stop, oomKills, forksRefused] = await Promise.all([
      folder.readRun(),
      folder.readEnded(),
      folder.readStop(),
      node.cgroups.oomKills(id),
      node.cgroups.forksRefused(id),
    ])
    const run = saved ?? begun // its limits may have changed since
    const reason = decideEnd({
      ended,
      stop,
      oomKills,
      memoryLimit: run?.request.limits.memory ?? 0,
      rebooted: run !== undefined && run.bootId !== node.bootId,
    })
    // whoever is left over after a supervisor was killed: nobody runs without one
    await node.cgroups.remove(id)
    await sessions.killAll(id)
    const endedAt = ended?.kind === 'exited' ? ended.at : node.clock.now()
    await removeSecretEnv(secretEnvPath(node.socketDir, id))
    await folder.writeEnd({ reason, at: endedAt.toISOString() })
    const startedAt = run ? new Date(run.startedAt) : endedAt
    const limits = run?.request.limits ?? null
    const record = { id, state: 'ended', paused: false, limits, pid: null, startedAt, endedAt } as const
    return {
      ...{ ...record, end: reason },
      ...(oomKills > 0 ? { oomKills } : {}),
      ...(forksRefused > 0 ? { forksRefused } : {}),
    }
  }

  const watch = (id: string, run: SavedRun, link: SupervisorLink, pid: number | null): Running => {
    const ended = link.closed.then(() => track(finish(id, run)))
    const entry = { run, link, pid, ended }
    running.set(id, entry)
    ended.then(tell).catch((error: unknown) => {
      node.log.error({ err: error, container: id }, 'the end of a container could not be recorded')
    })
    return entry
  }

  const watchCounts = (id: string) => {
    memory.begin(id)
    forks.begin(id)
  }

  const finish = async (id: string, run: SavedRun): Promise<ContainerRecord> => {
    memory.end(id)
    forks.end(id)
    try {
      return await settle(id, run)
    } finally {
      running.delete(id)
    }
  }

  const track = <T>(task: Promise<T>): Promise<T> => {
    settling.add(task)
    const forget = () => settling.delete(task)
    task.then(forget, forget)
    return task
  }

  const recordOf = (id: string, { run, pid }: Pick<Running, 'run' | 'pid'>): ContainerRecord => ({
    id,
    state: 'running',
    paused: node.cgroups.isFrozen(id),
    limits: run.request.limits,
    pid,
    startedAt: new Date(run.startedAt),
    endedAt: null,
    end: null,
    oomKills: memory.count(id),
    forksRefused: forks.count(id),
  })

  return {
    running: (id: string) => running.get(id),
    recordOf,

    /** What is known of a running container has changed. */
    replace(id: string, run: SavedRun): void {
      const alive = running.get(id)
      if (alive) running.set(id, { ...alive, run })
    },

    /** Watches a container that has just been started; an end that it has met already is told like any. */
    begin(id: string, run: SavedRun, pid: number): ContainerRecord {
      // the next process adopts it, and records its end: two that did would be in each other's way
      if (closed) return recordOf(id, { run, pid })
      const link = linkStarted(containerSocket(node, id), (error) =>
        node.log.warn({ err: error, container: id }, 'a supervisor could not be connected to yet'),
      )
      const entry = watch(id, run, link, pid)
      // what was counted before is read then: whoever waits for the start need not wait for this
      setImmediate(() => running.has(id) && watchCounts(id))
      return recordOf(id, entry)
    },

    /** Finds the container alive and watches it, or settles its end. */
    async adopt(id: string): Promise<void> {
      const folder = containerFolder(node.dir, id)
      if (running.has(id) || (await folder.readEnd())) return
      const run = await folder.readRun()
      if (run) node.cgroups.place(run.request)
      const link = run && (await linkSupervisor(containerSocket(node, id)))
      if (!run || !link) return tell(await settle(id, run))
      watch(id, run, link, (await folder.readStarted())?.pid ?? null)
      watchCounts(id)
    },

    async get(id: string): Promise<ContainerRecord | undefined> {
      const alive = running.get(checkedId(id))
      if (alive) return recordOf(id, alive)
      const folder = containerFolder(node.dir, id)
      const [run, end] = await Promise.all([folder.readRun(), folder.readEnd()])
      if (!run || !end) return undefined
      const endedAt = new Date(end.at)
      return {
        id,
        state: 'ended',
        paused: false,
        limits: run.request.limits,
        pid: null,
        startedAt: new Date(run.startedAt),
        endedAt,
        end: end.reason,
      }
    },

    onEnd(listener: (record: ContainerRecord) => void): () => void {
      listeners.add(listener)
      const late = untold
      untold = []
      if (late.length > 0) queueMicrotask(() => late.forEach((record) => listener(record)))
      return () => void listeners.delete(listener)
    },

    onLimitHit(listener: (id: string) => void): () => void {
      limitListeners.add(listener)
      return () => void limitListeners.delete(listener)
    },

    /** Where the kernel tells nobody, whoever reads what it uses comes by here. */
    sawForksRefused: (id: string, count: number) => forks.saw(id, count),

    async close(): Promise<void> {
      closed = true
      memory.close()
      forks.close()
      for (const { link } of running.values()) link.detach()
      running.clear()
      await Promise.allSettled(settling)
    },
  }
}
