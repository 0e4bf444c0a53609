import { setTimeout as sleep } from 'node:timers/promises'
import { BerthError } from '@berth/core'

const AGAIN_MS = 1000

/**
 * Says something to control until it has taken it, or does not want it: undefined then, and when `signal` is aborted.
 * Control may be away for a while, and nothing that is said twice counts twice.
 */
export async function untilTold<T>(say: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await say()
    } catch (error) {
      if (!mayPass(error)) return undefined
      await sleep(AGAIN_MS)
    }
  }
  return undefined
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof BerthError)) return true
  return ['unavailable', 'timeout', 'exhausted', 'internal'].includes(error.kind)
}
