import { constants } from 'node:os'
import {
  type Channel,
  type ChannelEnd,
  createReceiveWindow,
  createSendWindow,
  decodeAck,
  FRAME,
  HIGH_WATER,
} from '@berth/protocol'
import { z } from 'zod'

/** One viewer of a session, with a terminal or without; the channel steers it. */
export type SessionViewer = {
  /** resolves when the session took it */
  write(data: Uint8Array): Promise<void>
  eof(): void
  resize(size: { cols: number; rows: number }): void
  pause(): void
  resume(): void
  close(): void
}

/** More than a sender that keeps to flow control has under way. */
const LARGEST_BACKLOG = 4 * HIGH_WATER

const overrun: ChannelEnd = {
  kind: 'error',
  code: 'protocol.overloaded',
  message: 'more input came than the session takes',
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
  let untaken = 0
  const sink: ChannelSink = {
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
  }
  const viewer = open(sink)
  const outgoing = createSendWindow(viewer)
  const incoming = createReceiveWindow((payload) => channel.send(FRAME.ack, payload))

  channel.onLost(() => leave())
  channel.onFrame(({ kind, payload }) => {
    if (closed) return
    switch (kind) {
      case FRAME.data:
        return take(payload)
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

  function take(payload: Uint8Array): void {
    untaken += payload.length
    if (untaken > LARGEST_BACKLOG) return sink.end(overrun)
    void viewer.write(payload).then(() => {
      untaken -= payload.length
      if (!closed) incoming.used(payload.length)
    })
  }

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
