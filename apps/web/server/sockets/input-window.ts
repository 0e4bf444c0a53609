import { createSendWindow } from '@berth/protocol'

/** What is typed or piped in: a sender waits while the container is behind. */
export type InputWindow = {
  sent(bytes: number): void
  acked(bytes: number): void
  /** Resolves at once, or when the other side has caught up. */
  room(): Promise<void>
  readonly outstanding: number
  /** how many wait for room */
  readonly waiting: number
}

export function createInputWindow(): InputWindow {
  let waiting: (() => void)[] = []
  let isPaused = false
  const window = createSendWindow({
    pause: () => {
      isPaused = true
    },
    resume: () => {
      isPaused = false
      const resumed = waiting
      waiting = []
      for (const resolve of resumed) resolve()
    },
  })
  return {
    sent: (bytes) => window.sent(bytes),
    acked: (bytes) => window.acked(bytes),
    room: () => (isPaused ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    get waiting() {
      return waiting.length
    },
    get outstanding() {
      return window.outstanding
    },
  }
}
