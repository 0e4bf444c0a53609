import { decodeFrame, encodeFrame, type Frame, type FrameKind } from './channel.ts'

/** One channel of a stream, on this side. */
export type Channel = {
  readonly id: number
  /** One listener; frames that come before it is set wait for it. */
  onFrame(listener: (frame: Frame) => void): void
  /** The stream is over; not called after `close`. */
  onLost(listener: () => void): void
  send(kind: FrameKind, payload: Uint8Array): void
  /** Forget the channel. Nothing is sent: an `end` frame is the owner's to send. */
  close(): void
}

/** The channels of one stream; `sendBytes` writes to it. */
export function createChannels(sendBytes: (bytes: Uint8Array) => void) {
  const open = new Map<number, { deliver: (frame: Frame) => void; lose: () => void }>()

  return {
    open(id: number): Channel {
      let waiting: Frame[] = []
      let onFrame: ((frame: Frame) => void) | undefined
      let onLost: (() => void) | undefined
      const entry = {
        deliver: (frame: Frame) => (onFrame ? onFrame(frame) : void waiting.push(frame)),
        lose: () => onLost?.(),
      }
      open.set(id, entry)
      return {
        id,
        onFrame(listener) {
          onFrame = listener
          const early = waiting
          waiting = []
          for (const frame of early) listener(frame)
        },
        onLost(listener) {
          onLost = listener
        },
        send: (kind, payload) => sendBytes(encodeFrame(id, kind, payload)),
        // a later owner of the same number must not lose its entry to an earlier one
        close: () => void (open.get(id) === entry && open.delete(id)),
      }
    },
    receive(bytes: Uint8Array): void {
      const frame = decodeFrame(bytes)
      if (frame) open.get(frame.channel)?.deliver(frame)
    },
    closeAll(): void {
      const lost = [...open.values()]
      open.clear()
      for (const entry of lost) entry.lose()
    },
  }
}
