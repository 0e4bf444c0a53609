import { constants } from 'node:os'
import {
  type Channel,
  type ChannelEnd,
  createReceiveWindow,
  createSendWindow,
  decodeAck,
  FRAME,
} from '@berth/protocol'
import { z } from 'zod'

/** One viewer of a session, with a terminal or without; the channel steers it. */
export type SessionViewer = {
  write(data: Uint8Array): void
  eof(): void
  resize(size: { cols: number; rows: number }): void
  pause(): void
  resume(): void
  close(): void
}

const resizeSchema = z.object({
  cols: z.number().int().min(1).max(1000),
  rows: z.number().int().min(1).max(1000),
})

/** What a viewer's output goes to. */
export type ChannelSink = {
  output(kind: typeof FRAME.data | typeof FRAME.stderr, data: Uint8Array): void
  end(end: ChannelEnd): void
}

/**
 * Ties a viewer to a channel: bytes and sizes one way, output the other, with flow control in both. When the other
 * side goes, the viewer is closed, and its session stays.
 */
export function tieChannel(
  channel: Channel,
  open: (sink: ChannelSink) => SessionViewer,
  onClosed: () => void,
): void {
  let closed = false
  const viewer = open({
    output(kind, data) {
      if (closed) return
      channel.send(kind, data)
      outgoing.sent(data.length)
    },
    end(end) {
      if (closed) return
      channel.send(FRAME.end, Buffer.from(JSON.stringify(end)))
      leave()
    },
  })
  const outgoing = createSendWindow(viewer)
  const incoming = createReceiveWindow((payload) => channel.send(FRAME.ack, payload))

  channel.onLost(() => leave())
  channel.onFrame(({ kind, payload }) => {
    if (closed) return
    switch (kind) {
      case FRAME.data:
        viewer.write(payload)
        return incoming.used(payload.length)
      case FRAME.eof:
        return viewer.eof()
      case FRAME.resize:
        return resize(payload)
      case FRAME.ack:
        return outgoing.acked(decodeAck(payload))
      case FRAME.end:
        return leave()
      case FRAME.stderr:
        return // goes the other way only
    }
  })

  function resize(payload: Uint8Array): void {
    const size = parseJson(payload)
    if (size) viewer.resize(size)
  }

  function leave(): void {
    if (closed) return
    closed = true
    channel.close()
    viewer.resume() // what is paused does not notice that it is closed
    viewer.close()
    onClosed()
  }
}

/** The name of a signal's number, as `ChannelEnd` carries it. */
export function signalName(number: number | null): string | null {
  if (number === null) return null
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  return found?.[0] ?? `SIG${number}`
}

function parseJson(payload: Uint8Array): { cols: number; rows: number } | undefined {
  try {
    return resizeSchema.safeParse(JSON.parse(Buffer.from(payload).toString())).data
  } catch {
    return undefined // not JSON: a viewer that talks nonsense keeps its size
  }
}
