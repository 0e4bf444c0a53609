/** Frames of a supervisor's socket: kind u8, length u32 LE, payload of at most MAX_PAYLOAD. Mirrored in native/frames.h. */
export const FRAME = {
  hello: 0,
  stdout: 1,
  stderr: 2,
  exit: 3,
  attach: 16,
  stdin: 17,
  eof: 18,
  resize: 19,
  signal: 20,
} as const

/** Flags of `attach`: the screen so far, and that output waits while this viewer does not take it. */
export const ATTACH = { replay: 1, waits: 2 } as const

export const MAX_PAYLOAD = 4096
const HEADER = 5

export type Frame = { readonly kind: number; readonly payload: Buffer }

export function encodeFrame(kind: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(HEADER)
  head.writeUInt8(kind)
  head.writeUInt32LE(payload.length, 1)
  return Buffer.concat([head, payload])
}

/** Input in frames of the size that a supervisor takes. */
export function encodeInput(data: Uint8Array): Buffer {
  const frames: Buffer[] = []
  for (let at = 0; at < data.length; at += MAX_PAYLOAD) {
    frames.push(encodeFrame(FRAME.stdin, data.subarray(at, at + MAX_PAYLOAD)))
  }
  return Buffer.concat(frames)
}

export function encodeResize(size: { cols: number; rows: number }): Buffer {
  const payload = Buffer.alloc(4)
  payload.writeUInt16LE(size.cols)
  payload.writeUInt16LE(size.rows, 2)
  return encodeFrame(FRAME.resize, payload)
}

export function encodeSignal(number: number): Buffer {
  const payload = Buffer.alloc(4)
  payload.writeUInt32LE(number)
  return encodeFrame(FRAME.signal, payload)
}

/** Whole frames out of a stream of chunks; RangeError when the peer breaks the protocol. */
export function createFrameReader(): (chunk: Buffer) => Frame[] {
  let rest = Buffer.alloc(0)

  return (chunk) => {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    const frames: Frame[] = []
    let at = 0
    while (rest.length - at >= HEADER) {
      const length = rest.readUInt32LE(at + 1)
      if (length > MAX_PAYLOAD) throw new RangeError(`a frame of ${length} bytes`)
      if (rest.length - at < HEADER + length) break
      frames.push({ kind: rest.readUInt8(at), payload: rest.subarray(at + HEADER, at + HEADER + length) })
      at += HEADER + length
    }
    rest = rest.subarray(at)
    return frames
  }
}
