import { systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import { readNodes, roomLeft } from '@berth/deploy'
import type { Logger } from '@berth/log'
import type { ContainerStats } from '@berth/protocol'
import type { Queues } from '@berth/queue'
import { createUseMeter, type Rooms, startSandboxKeeper, watchSandboxes } from '@berth/sandbox'
import { every } from '../every.ts'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'
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
  const watch = watchSandboxes({
    url: deps.databaseUrl,
    onAny: () => {
      keeper.wake()
      deps.onChange()
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
      await Promise.all([watch.close(), keeper.close()])
    },
  }
}

const rooms: Rooms = async (tx) =>
  (await readNodes(tx))
    .filter(({ state }) => state === 'ready')
    .map((node) => ({ nodeId: node.id, memory: roomLeft(node).memory }))
