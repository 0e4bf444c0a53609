import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@berth/core'
import type { Probe, Verdict } from './probe.ts'

const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 1000

/** Probes again and again until the container is well or its time is up. Rejects with AbortError by `signal`. */
export async function awaitHealthy(
  probe: Probe,
  options: {
    timeoutMs: number
    /** of one look */
    probeMs: number
    signal: AbortSignal
    clock: Clock
  },
): Promise<Verdict> {
  const { timeoutMs, probeMs, signal, clock } = options
  const until = clock.now().getTime() + timeoutMs
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
    const left = until - clock.now().getTime()
    const verdict = await probe({ timeoutMs: Math.max(1, Math.min(left, probeMs)), signal })
    if (verdict === undefined) return undefined
    if (clock.now().getTime() + wait >= until) return `${verdict} within ${timeoutMs / 1000} s`
    await sleep(wait, undefined, { signal })
  }
}
