import { isPassing } from './socket.ts'

/**
 * Sends input one chunk at a time: the next is read when the last has arrived. Keys that are lost in an outage are typed
 * again by who is told of it; a file is not, so that its command must not go on with a hole in its input.
 */
export async function sendInput(options: {
  readonly input: AsyncIterable<Uint8Array>
  readonly tty: boolean
  /** Rejects as `ask` does. */
  readonly deliver: (chunk: Uint8Array) => Promise<unknown>
  readonly isConnected: () => boolean
  /** Called once for each outage. */
  readonly onLost: () => void
}): Promise<void> {
  const { input, tty, deliver, isConnected, onLost } = options
  let isLosing = false
  for await (const chunk of input) {
    try {
      await deliver(chunk)
      isLosing = false
    } catch (error) {
      if (!tty) throw error
      // a refusal means that the command has ended, and its end says all
      const isOutage = !isConnected() || isTimeout(error) || isPassing(error)
      if (isOutage && !isLosing) onLost()
      isLosing ||= isOutage
    }
  }
}

/** socket.io's own error for an acknowledgement that did not come; it has no code. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'operation has timed out'
}
