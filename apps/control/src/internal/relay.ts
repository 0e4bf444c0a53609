import { type Channel, decodeFrame, encodeFrame, FRAME, HIGH_WATER } from '@berth/protocol'
import type { WebSocket } from 'ws'

/** The one channel of a websocket between web and control. */
const WEB_CHANNEL = 1
/** A sender that keeps to its window never has so much on the way; one that does not is cut off. */
const MAX_BUFFERED = 16 * HIGH_WATER

export type Relay = {
  readonly websocket: WebSocket
  readonly channel: Channel
  /** changes bytes from the agent, and never their number */
  readonly mask?: ((payload: Uint8Array) => Uint8Array) | undefined
}

/**
 * Hands frames between web's websocket and a channel of an agent's stream, both ways and as they are: acknowledgements
 * travel from end to end, so neither control nor its memory is in the way. Ends when either side does.
 */
export function relay({ websocket, channel, mask }: Relay): void {
  let over = false

  channel.onLost(() => end({ kind: 'error', code: 'node.unreachable', message: 'the node was disconnected' }))
  channel.onFrame(({ kind, payload }) => {
    if (over) return
    websocket.send(encodeFrame(WEB_CHANNEL, kind, kind === FRAME.data && mask ? mask(payload) : payload))
    if (kind === FRAME.end) finish()
    else if (websocket.bufferedAmount > MAX_BUFFERED) {
      tellAgent()
      end({ kind: 'error', code: 'protocol.overloaded', message: 'more came than was acknowledged' })
    }
  })
  websocket.on('message', (data, isBinary) => {
    const frame = isBinary && Buffer.isBuffer(data) ? decodeFrame(data) : undefined
    if (frame?.channel === WEB_CHANNEL && !over) channel.send(frame.kind, frame.payload)
  })
  websocket.on('error', () => websocket.terminate()) // `close` follows
  websocket.on('close', () => {
    if (over) return
    tellAgent()
    finish()
  })

  function end(reason: object): void {
    if (over) return
    websocket.send(encodeFrame(WEB_CHANNEL, FRAME.end, json(reason)))
    finish()
  }

  function tellAgent(): void {
    channel.send(FRAME.end, json({ kind: 'closed' }))
  }

  function finish(): void {
    over = true
    channel.close()
    websocket.close()
  }
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value))
}
