/** Writes in order to a descriptor that does not block. */
export type PacedWriter = {
  /** Resolves when all of it was taken, or when the writer has ended. */
  write(data: Uint8Array): Promise<void>
  /** Nothing is written from here on: the descriptor may be somebody else's soon. */
  end(): void
}

const FIRST_WAIT_MS = 5
const LONGEST_WAIT_MS = 100

/**
 * `writeSome` writes what fits and says how much that was; it fails with EAGAIN when nothing does. node-pty's own
 * queue asks again at once for as long as a program does not read: one paste would keep a whole core busy.
 */
export function createPacedWriter(writeSome: (data: Uint8Array) => Promise<number>): PacedWriter {
  let tail: Promise<void> = Promise.resolve()
  let wake: (() => void) | undefined
  let ended = false

  return {
    write(data) {
      tail = tail.then(() => writeAll(data))
      return tail
    },
    end() {
      ended = true
      wake?.()
    },
  }

  async function writeAll(data: Uint8Array): Promise<void> {
    let rest = data
    let wait = FIRST_WAIT_MS
    while (rest.length > 0 && !ended) {
      const written = await writeSome(rest).catch(zeroWhenFull)
      if (written === undefined) return // its reader is gone: the end of the viewer follows
      rest = rest.subarray(written)
      if (written > 0) wait = FIRST_WAIT_MS
      else await pause(wait)
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

function zeroWhenFull(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : undefined
}
