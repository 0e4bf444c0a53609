import { constants } from 'node:os'
import { rm } from 'node:fs/promises'
import { BerthError, type Clock, createSerial, systemClock } from '@berth/core'
import type { Logger } from '@berth/log'
import { createSharedGroups } from './cgroup/shared-groups.ts'
import { type ContainerRegistry, createContainerRegistry } from './container-registry.ts'
import { createExecSessions } from './exec-sessions.ts'
import { listProcesses } from './processes/list-processes.ts'
import { type NodeContext, openNode } from './node-context.ts'
import { pidsWithoutInit } from './plan/init.ts'
import type { ContainerRecord, ContainerRequest, Runtime } from './runtime.ts'
import { containerSocket, startContainer } from './start-container.ts'
import { checkedId, containerFolder, listFolders } from './state/container-folder.ts'
import { signalNumber } from './state/signal-number.ts'
import { stopContainer } from './stop-container.ts'
import { updateContainer } from './update-container.ts'
import { writtenLayer } from './written-layer.ts'

export type RuntimeOptions = {
  readonly instance: string
  /** folder of all containers' folders */
  readonly dir: string
  /** short: sockets lie below it, and their paths have 107 bytes */
  readonly runDir: string
  /** path of the berth-init program */
  readonly init: string
  readonly log: Logger
  readonly clock?: Clock
}

/** The runtime of one node; whatever runs of an earlier process is adopted before it resolves. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const node = await openNode({ ...options, clock: options.clock ?? systemClock })
  const sessions = createExecSessions(node)
  const registry = createContainerRegistry(node, sessions)
  const serial = createSerial()
  await Promise.all((await listFolders(node.dir)).map((id) => registry.adopt(id)))

  const alive = (id: string) => {
    const found = registry.running(checkedId(id))
    if (found) return found
    throw new BerthError('container.not_running', 'the container is not running', { details: { id } })
  }

  return {
    start: (request) => serial.run(request.id, () => start(node, registry, request)),
    async list() {
      const records = await Promise.all((await listFolders(node.dir)).map((id) => registry.get(id)))
      return records.filter((record) => record !== undefined)
    },
    get: (id) => registry.get(id),
    onEnd: (listener) => registry.onEnd(listener),
    onLimitHit: (listener) => registry.onLimitHit(listener),
    stop: (id, request) => serial.run(id, () => stopContainer(node, registry, id, request)),
    async kill(id, signal) {
      alive(id).link.signal(signalNumber(signal))
      await node.cgroups.thaw(id)
    },
    pause: (id) =>
      serial.run(id, async () => {
        alive(id)
        await node.cgroups.freeze(id)
      }),
    unpause: (id) =>
      serial.run(id, async () => {
        alive(id)
        await node.cgroups.thaw(id)
      }),
    update: (id, limits) =>
      serial.run(id, async () =>
        registry.replace(id, await updateContainer(node, id, alive(id).run, limits)),
      ),
    remove: (id) => serial.run(id, () => remove(node, registry, id)),
    async exec(request) {
      const { run } = alive(request.containerId)
      if (node.cgroups.isFrozen(request.containerId)) throw paused(request.containerId)
      const init = await containerFolder(node.dir, request.containerId).readStarted()
      if (!init) throw new BerthError('container.not_running', 'the container has not started yet')
      return sessions.start(run, init, request)
    },
    execs: (containerId) => sessions.list(containerId),
    async getExec(containerId, execId) {
      if (execId !== containerId) return sessions.find(containerId, execId)
      const { process } = registry.running(checkedId(containerId))?.run.request ?? {}
      if (!process?.attended) return undefined
      return { id: execId, containerId, tty: process.tty, socket: containerSocket(node, containerId) }
    },
    killExec: (containerId, execId) => sessions.kill(containerId, execId),
    async usage(id) {
      const run = registry.running(checkedId(id))?.run
      const usage = run && (await node.cgroups.usage(id))
      if (!usage) return undefined
      const { forksRefused, ...used } = usage
      registry.sawForksRefused(id, forksRefused)
      return { ...used, pids: pidsWithoutInit(run.request, used.pids) }
    },
    async processorUsec(id) {
      return registry.running(checkedId(id))?.run && node.cgroups.processorUsec(id)
    },
    async processes(id) {
      const { run, pid } = alive(id)
      return listProcesses(node.cgroups.entry(id), { firstId: run.request.ids.start, firstPid: pid })
    },
    layer: (id) => writtenLayer(node, checkedId(id)),
    groups: createSharedGroups(node.cgroups.layout, node.instance),
    logDirectory: (id) => containerFolder(node.dir, id).log,
    attachCommand: (session) => ({ file: node.init, args: ['attach', session.socket] }),
    async close() {
      await registry.close()
      node.resident.close()
      node.program.close()
    },
  }
}

/** It would stand still with all others, and its caller with it. */
function paused(id: string): BerthError {
  return new BerthError('container.wrong_state', 'the container is paused: unpause it first', {
    details: { id },
  })
}

/** What runs already stays as it is: the same request twice starts one container. */
async function start(
  node: NodeContext,
  registry: ContainerRegistry,
  request: ContainerRequest,
): Promise<ContainerRecord> {
  const before = registry.running(checkedId(request.id))
  if (before) return registry.recordOf(request.id, before)
  const { run, pid } = await startContainer(node, request)
  return registry.begin(request.id, run, pid)
}

async function remove(node: NodeContext, registry: ContainerRegistry, id: string): Promise<void> {
  const alive = registry.running(checkedId(id))
  if (alive) {
    alive.link.signal(constants.signals.SIGKILL)
    await node.cgroups.kill(id)
    await alive.ended
  }
  await node.cgroups.remove(id)
  node.cgroups.forget(id)
  await containerFolder(node.dir, id).remove()
  await rm(containerSocket(node, id), { force: true })
}
