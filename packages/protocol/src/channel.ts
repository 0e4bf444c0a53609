/**
 * Frames of a multiplexed channel within the one stream between agent and control, and between control and web.
 *
 * A binary frame is `[channel u32 BE][kind u8][payload]`. Flow control is end to end: a receiver acknowledges
 * every `ACK_BYTES` that it has used; a sender with more than `HIGH_WATER` outstanding pauses its source until
 * less than `LOW_WATER` is.
 */
export const FRAME = {
  /** either way: stdin to the agent, stdout (or the tty's output, or JSON log lines) from it */
  data: 0,
  /** from the agent only */
  stderr: 1,
  /** payload: JSON `{cols, rows}` */
  resize: 2,
  /** payload: u32 BE, bytes that were used since the last ack */
  ack: 3,
  /** end of input (stdin closed) */
  eof: 4,
  /** last frame of a channel; payload: JSON ChannelEnd */
  end: 5,
} as const

export type FrameKind = (typeof FRAME)[keyof typeof FRAME]

export const HIGH_WATER = 100_000
export const LOW_WATER = 5_000
export const ACK_BYTES = 5_000

/** Why a channel ended: the command's own exit, or an error, or the peer closed it. */
export type ChannelEnd =
  | { readonly kind: 'exit'; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'closed' }

export type Frame = { readonly channel: number; readonly kind: FrameKind; readonly payload: Uint8Array }

const HEADER = 5

export function encodeFrame(channel: number, kind: FrameKind, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length)
  new DataView(bytes.buffer).setUint32(0, channel)
  bytes[4] = kind
  bytes.set(payload, HEADER)
  return bytes
}

/** Undefined when the bytes are not a frame of a known kind. */
export function decodeFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < HEADER) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = view.getUint8(4)
  if (!isFrameKind(kind)) return undefined
  return { channel: view.getUint32(0), kind, payload: bytes.subarray(HEADER) }
}

function isFrameKind(kind: number): kind is FrameKind {
  return kind >= FRAME.data && kind <= FRAME.end
}
