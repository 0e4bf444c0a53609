import { systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { readNodes, roomLeft } from '@berth/deploy'
import type { Logger } from '@berth/log'
import { type ContainerStats, nodeInfoSchema } from '@berth/protocol'
import type { Queues } from '@berth/queue'
import { createUseMeter, type Rooms, startCourier, startSandboxKeeper, watchSandboxes } from '@berth/sandbox'
import { every } from '../every.ts'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
import { nodeFiles } from './node-files.ts'
import { nodeScripts } from './node-scripts.ts'

const NOTE_USE_MS = 15_000

/** The keeper of sandboxes, woken by whatever changes one. */
export function startSandboxes(deps: {
  readonly db: Db
  readonly databaseUrl: string
  readonly queues: Queues
  readonly connected: ConnectedNodes
  /** of any sandbox, heard by the way */
  readonly onChange: () => void
  readonly log: Logger
}): { wake(): void; use(samples: readonly ContainerStats[]): void; close(): Promise<void> } {
  const { db, queues, connected, log } = deps
  const keeper = startSandboxKeeper({ db, queues, rooms, scripts: nodeScripts(connected), log })
  const courier = startCourier({ db, scripts: nodeScripts(connected), files: nodeFiles(connected), log })
  const watch = watchSandboxes({
    url: deps.databaseUrl,
    onAny: () => {
      keeper.wake()
      deps.onChange()
      courier.wake()
    },
    onError: (error) => log.debug({ err: error }, 'listening for sandboxes'),
  })
  const meter = createUseMeter({ db, clock: systemClock })
  const noting = every(NOTE_USE_MS, () => meter.note(), log)
  return {
    wake: () => keeper.wake(),
    use: (samples) => meter.add(samples),
    async close() {
      noting.stop()
      await Promise.all([watch.close(), keeper.close(), courier.close()])
    },
  }
}

const rooms: Rooms = async (tx) => {
  const infos = await tx.node.findMany({ where: { state: 'ready' }, select: { id: true, info: true } })
  const diskOf = new Map(infos.map(({ id, info }) => [id, freeDisk(info)]))
  return (await readNodes(tx))
    .filter(({ state }) => state === 'ready')
    .map((node) => ({ nodeId: node.id, memory: roomLeft(node).memory, disk: diskOf.get(node.id) ?? 0 }))
}

/** bytes that containers may still write; where its agent has not said so yet, nothing speaks against it */
function freeDisk(info: unknown): number {
  return nodeInfoSchema.safeParse(info).data?.writable.freeBytes ?? Infinity
}
