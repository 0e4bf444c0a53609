import { PassThrough } from 'node:stream'

/** What a viewer sends to work of the node itself. */
export type HostInput = {
  /** Resolves when the work took it, or will take nothing any more. */
  write(data: Uint8Array): Promise<void>
  eof(): void
  /** Whoever still reads is told that the rest does not come; nothing after `eof`. */
  cut(): void
  readonly bytes: AsyncIterable<Buffer>
}

/** Holds a few pieces at most: a sender waits for who reads. */
export function createHostInput(): HostInput {
  const stream = new PassThrough({ highWaterMark: 64 * 1024 })
  stream.on('error', () => undefined) // whoever reads gets it too
  return {
    write: (data) => new Promise((resolve) => stream.write(data, () => resolve())),
    eof: () => void stream.end(),
    cut: () => void stream.destroy(new Error('the connection was cut before all had come')),
    bytes: stream,
  }
}
