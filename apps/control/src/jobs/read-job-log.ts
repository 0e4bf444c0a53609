import { BerthError } from '@berth/core'
import { MOST_LINES, type NodeService } from '@berth/deploy'
import { encodeAck, FRAME, type KeptLine, logLineSchema } from '@berth/protocol'
import { z } from 'zod'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'

/** Of a log that does not come to its end. */
const TIME_MS = 20_000
const MOST_BYTES = 8 * 1024 * 1024
/** Frames without anything in them are counted too: a node could send them for ever. */
const FRAME_COST = 512

const linesSchema = z.array(logLineSchema)

/** Reads the newest lines of a container from the node whose stream this process holds; values of secrets are hidden. */
export function createJobLogs(options: { readonly connected: ConnectedNodes; readonly nodes: NodeService }) {
  const { connected, nodes } = options
  return {
    async read({ id, nodeId }: { readonly id: string; readonly nodeId: string }): Promise<KeptLine[]> {
      const node = connected.get(nodeId)
      const mask = await nodes.logMask([id])
      const channel = node.openChannel()
      const frames: Buffer[] = []
      let bytes = 0
      const whole = new Promise<void>((resolve, reject) => {
        channel.onLost(() => reject(new BerthError('node.unreachable', 'the node was disconnected')))
        channel.onFrame(({ kind, payload }) => {
          if (kind === FRAME.end) return resolve()
          if (kind !== FRAME.data) return
          bytes += payload.length + FRAME_COST
          if (bytes > MOST_BYTES) return resolve()
          frames.push(Buffer.from(mask(payload)))
          channel.send(FRAME.ack, encodeAck(payload.length))
        })
      })
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(tooLate()), TIME_MS)
      try {
        const query = { containerIds: [id], tail: MOST_LINES, follow: false }
        await Promise.race([
          Promise.all([node.peer.call('logs.open', { query, channel: channel.id }), whole]),
          late.promise,
        ])
        return frames.flatMap(linesOf)
      } finally {
        clearTimeout(timer)
        channel.close()
      }
    },
  }
}

function linesOf(frame: Buffer): KeptLine[] {
  return linesSchema.parse(JSON.parse(frame.toString())).map(({ at, stream, text }) => ({ at, stream, text }))
}

function tooLate(): BerthError {
  return new BerthError('protocol.timeout', 'the log of a job did not come to its end in time')
}
