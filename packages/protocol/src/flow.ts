import { ACK_BYTES, HIGH_WATER, LOW_WATER } from './channel.ts'

/** The sender's half of flow control: pauses its source while the other side is behind. */
export type SendWindow = {
  sent(bytes: number): void
  acked(bytes: number): void
  /** bytes sent and not yet used */
  readonly outstanding: number
}

export function createSendWindow(source: { pause(): void; resume(): void }): SendWindow {
  let outstanding = 0
  let paused = false
  return {
    sent(bytes) {
      outstanding += bytes
      if (paused || outstanding <= HIGH_WATER) return
      paused = true
      source.pause()
    },
    acked(bytes) {
      // a peer that acknowledges more than it got must not buy itself an endless window
      outstanding = Math.max(0, outstanding - bytes)
      if (!paused || outstanding >= LOW_WATER) return
      paused = false
      source.resume()
    },
    get outstanding() {
      return outstanding
    },
  }
}

/** The receiver's half: tells the sender what was used, a batch at a time. */
export type ReceiveWindow = { used(bytes: number): void }

export function createReceiveWindow(sendAck: (payload: Uint8Array) => void): ReceiveWindow {
  let unsaid = 0
  return {
    used(bytes) {
      unsaid += bytes
      if (unsaid < ACK_BYTES) return
      sendAck(encodeAck(unsaid))
      unsaid = 0
    },
  }
}

/** Payload of an ack frame. */
export function encodeAck(bytes: number): Uint8Array {
  const payload = new Uint8Array(4)
  new DataView(payload.buffer).setUint32(0, bytes)
  return payload
}

/** 0 when the payload is not four bytes. */
export function decodeAck(payload: Uint8Array): number {
  if (payload.length !== 4) return 0
  return new DataView(payload.buffer, payload.byteOffset, 4).getUint32(0)
}
