import type { Logger } from '@berth/log'
import type { Builder } from '@berth/build/execute'
import type { Hello, Node } from '@berth/node'
import { createNodeWorker, type QueueWorker } from '@berth/queue'

/** Follows the node's queue with the credentials of the last hello; it starts anew only when they change. */
export type QueueListener = {
  update(queue: Hello['queue']): void
  close(): Promise<void>
}

export function createQueueListener(options: {
  redisUrl: string
  node: Node
  builder: Builder
  log: Logger
}): QueueListener {
  const { redisUrl, node, builder, log } = options
  let worker: QueueWorker | undefined
  let current = ''

  return {
    update(queue) {
      const next = JSON.stringify(queue)
      if (next === current) return
      current = next
      void worker?.close()
      worker = createNodeWorker({
        ...{ redisUrl, queue, log },
        onConverge: (job) => node.converge(job),
        onBuilds: () => builder.look(),
      })
    },
    async close() {
      await worker?.close()
    },
  }
}
