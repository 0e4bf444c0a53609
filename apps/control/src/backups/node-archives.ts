import { BerthError, fromWireError } from '@berth/core'
import type { NodeArchives } from '@berth/deploy'
import {
  type Channel,
  createReceiveWindow,
  createSendWindow,
  decodeAck,
  FRAME,
  HIGH_WATER,
} from '@berth/protocol'
import { z } from 'zod'
import type { ConnectedNodes } from '../gateway/connected-nodes.ts'

/** A frame stays well below the high mark of the window. */
const PIECE = 30_000
/** A node that keeps to its window never has so much on the way. */
const MOST_WAITING = 16 * HIGH_WATER

/** What volumes hold, over the streams of the agents that this process holds. */
export function createNodeArchives(connected: ConnectedNodes): NodeArchives {
  return {
    has: (nodeId) => connected.has(nodeId),
    read: (nodeId, volume, signal) => readArchive(connected, nodeId, volume, signal),
    write: (nodeId, made, source, signal) => writeArchive(connected, nodeId, made, source, signal),
  }
}

async function* readArchive(
  connected: ConnectedNodes,
  nodeId: string,
  volume: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const node = connected.get(nodeId)
  const channel = node.openChannel()
  const taken = createReceiveWindow((payload) => channel.send(FRAME.ack, payload))
  const waiting: Uint8Array[] = []
  let size = 0
  let wake = () => undefined as void
  const ended = endOf(channel, signal, (kind, payload) => {
    if (kind === FRAME.stderr) return taken.used(payload.length) // what was left out is no part of it
    if (kind !== FRAME.data) return
    waiting.push(Buffer.from(payload))
    size += payload.length
    if (size > MOST_WAITING) throw new BerthError('protocol.overloaded', 'more came than was acknowledged')
    wake()
  })
  let over = false
  ended.then(
    () => ((over = true), wake()),
    () => ((over = true), wake()),
  )
  try {
    await node.peer.call('volume.export', { volume, channel: channel.id })
    for (;;) {
      const chunk = waiting.shift()
      if (chunk) {
        yield chunk
        size -= chunk.length
        taken.used(chunk.length)
      } else if (over) return await ended
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    if (!over) leave(channel)
    channel.close()
  }
}

async function writeArchive(
  connected: ConnectedNodes,
  nodeId: string,
  made: { readonly volume: string; readonly snapshot: string; readonly bytes: number },
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const node = connected.get(nodeId)
  const channel = node.openChannel()
  let open = Promise.withResolvers<void>()
  open.resolve()
  const window = createSendWindow({
    pause: () => void (open = Promise.withResolvers<void>()),
    resume: () => open.resolve(),
  })
  const ended = endOf(channel, signal, (kind, payload) => {
    if (kind === FRAME.ack) window.acked(decodeAck(payload))
  })
  let over = false
  const settled = ended.finally(() => (over = true))
  const pour = async () => {
    await node.peer.call('volume.import', { ...made, channel: channel.id })
    for await (const bytes of source) {
      for (let at = 0; at < bytes.length; at += PIECE) {
        const piece = bytes.subarray(at, at + PIECE)
        channel.send(FRAME.data, piece)
        window.sent(piece.length)
        await Promise.race([open.promise, settled])
        if (over) return
      }
    }
    channel.send(FRAME.eof, new Uint8Array())
  }
  try {
    await Promise.all([pour(), settled])
  } finally {
    if (!over) leave(channel)
    channel.close()
  }
}

const endSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exit'), code: z.number().nullable() }),
  z.object({ kind: z.literal('error'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('closed') }),
])

/** Resolves when the node ends it well; shows every other frame. */
function endOf(
  channel: Channel,
  signal: AbortSignal,
  see: (kind: number, payload: Uint8Array) => void,
): Promise<void> {
  const end = new Promise<void>((resolve, reject) => {
    const cut = () => reject(cutOff())
    signal.addEventListener('abort', cut, { once: true })
    if (signal.aborted) cut()
    channel.onLost(cut)
    channel.onFrame(({ kind, payload }) => {
      try {
        if (kind !== FRAME.end) return see(kind, payload)
        const last = endSchema.parse(JSON.parse(Buffer.from(payload).toString()))
        if (last.kind === 'error') throw fromWireError({ ...last, message: last.message.slice(0, 500) })
        if (last.kind !== 'exit' || last.code !== 0) throw cutOff()
        resolve()
      } catch (error) {
        reject(error instanceof Error ? error : cutOff())
      }
    })
  })
  end.catch(() => undefined) // whoever waits for it gets it, also when that is later
  return end
}

function leave(channel: Channel): void {
  channel.send(FRAME.end, Buffer.from(JSON.stringify({ kind: 'closed' })))
}

function cutOff(): BerthError {
  return new BerthError('node.unreachable', 'the node was disconnected in the middle of it')
}
