import { BerthError } from '@berth/core'
import type { Desk } from './desk.ts'

/** Control as a build has it: over another stream each time that control was away. */
export type ControlLink = Desk & {
  /** speaks over this one from now on, until the signal says that it is gone */
  use(next: Desk, signal: AbortSignal): void
  isThere(): boolean
  /** how often control went away so far */
  losses(): number
  /** Waits until control is there. Rejects with the signal's reason. */
  back(signal: AbortSignal): Promise<void>
}

/** Error of its calls while control is away: protocol.disconnected. */
export function createControlLink(): ControlLink {
  let stream: { readonly desk: Desk } | undefined
  let lost = 0
  const waiting = new Set<() => void>()
  return {
    call(...args) {
      if (stream) return stream.desk.call(...args)
      throw new BerthError('protocol.disconnected', 'control is not connected: trying again when it is')
    },
    use(next, signal) {
      const own = { desk: next }
      stream = own
      signal.addEventListener('abort', () => {
        lost += 1
        if (stream === own) stream = undefined
      })
      for (const go of waiting) go()
    },
    isThere: () => stream !== undefined,
    losses: () => lost,
    async back(signal) {
      signal.throwIfAborted()
      if (stream) return
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const giveUp = () => reject(signal.reason)
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.add(resolve)
      try {
        await promise
      } finally {
        waiting.delete(resolve)
        signal.removeEventListener('abort', giveUp)
      }
    },
  }
}
