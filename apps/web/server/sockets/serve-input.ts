import type { Logger } from '@berth/log'
import { decodeAck, FRAME, type Frame } from '@berth/protocol'
import { z } from 'zod'
import { answering } from './answering.ts'
import type { ControlStream } from './control-stream.ts'
import { createInputWindow } from './input-window.ts'
import type { BerthSocket } from './socket.ts'

/** Somebody who sends on without waiting for acknowledgements is cut off here. */
const MAX_OUTSTANDING = 4 * 1024 * 1024
const MAX_WAITING = 10_000

const bytesSchema = z.instanceof(Uint8Array)

/** What comes in for the stream that a socket looks at. */
export type Incoming = {
  /** For a new stream; each of its frames is to be shown to what comes back. */
  begin(): (frame: Frame) => void
}

/** Answers `input` and `eof`: each is acknowledged when there is room for more. `current` throws when nothing is open. */
export function serveInput(socket: BerthSocket, log: Logger, current: () => ControlStream): Incoming {
  let input = createInputWindow()
  socket.on(
    'input',
    answering(bytesSchema, log, async (bytes) => {
      const stream = current()
      const isTooMuch = input.outstanding > MAX_OUTSTANDING || stream.buffered > MAX_OUTSTANDING
      if (isTooMuch || input.waiting > MAX_WAITING) {
        socket.disconnect(true)
        return {}
      }
      stream.send(FRAME.data, bytes)
      input.sent(bytes.length)
      await input.room()
      return {}
    }),
  )
  socket.on(
    'eof',
    answering(z.unknown(), log, async () => (current().send(FRAME.eof, new Uint8Array()), {})),
  )
  return {
    begin() {
      const window = createInputWindow()
      input = window
      return ({ kind, payload }) => {
        if (kind === FRAME.ack) window.acked(decodeAck(payload))
      }
    },
  }
}
