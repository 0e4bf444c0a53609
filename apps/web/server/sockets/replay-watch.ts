import type { BerthSocket } from './socket.ts'

/** A supervisor replays without a pause. */
const PAUSE_MS = 150
const MOST_MS = 2_000

/** Tells a page by `replayed` that what follows on its terminal is new. */
export type ReplayWatch = {
  /** Call when the shell was joined; a new one has nothing to replay. */
  joined(isNew: boolean): void
  /** Call at each part of the screen. */
  came(): void
  end(): void
}

export function createReplayWatch(socket: Pick<BerthSocket, 'emit'>): ReplayWatch {
  let timer: NodeJS.Timeout | undefined
  let latest = 0
  const end = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const tell = () => {
    end()
    socket.emit('replayed')
  }
  const within = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(tell, Math.max(0, Math.min(ms, latest - performance.now())))
  }
  return {
    joined: (isNew) => {
      if (isNew) return tell()
      latest = performance.now() + MOST_MS
      within(MOST_MS)
    },
    came: () => {
      if (timer !== undefined) within(PAUSE_MS)
    },
    end,
  }
}
