import { FRAME, type Frame } from '@berth/protocol'
import type { BerthSocket } from './socket.ts'
import { parseEnd } from './stream-end.ts'

/** What came from a session, as its viewer is told of it. */
export function showFrame(socket: BerthSocket, frame: Frame): void {
  switch (frame.kind) {
    case FRAME.data:
      return void socket.emit('data', frame.payload)
    case FRAME.stderr:
      return void socket.emit('stderr', frame.payload)
    case FRAME.end:
      return void socket.emit('end', parseEnd(frame.payload))
    default:
      return // acknowledgements concern this process only
  }
}
