import type { BerthSocket } from './socket.ts'

/** A reader that keeps to the window never has so much on the way. */
const MAX_UNREAD = 4 * 1024 * 1024

/**
 * Somebody who acknowledges what they never read has the node send on, and all of it would wait in our memory: such a
 * connection is cut. False once it was.
 */
export function limitUnread(socket: BerthSocket): (bytes: number) => boolean {
  let unread = 0
  // handed to the kernel's buffers; while they are full, nothing is flushed
  socket.conn.on('flush', () => {
    unread = 0
  })
  return (bytes) => {
    unread += bytes
    if (unread <= MAX_UNREAD) return true
    socket.conn.close(true) // discards what waits
    return false
  }
}
