import type { Probe, Verdict } from './probe.ts'

/** Looks at healthy containers at regular times, and tells of each that failed several times in a row. */
export type HealthWatch = {
  /** Idempotent for one `run`: another run of the container is watched anew. */
  follow(id: string, run: string, probe: Probe, times: WatchTimes): void
  forget(id: string): void
  close(): void
}

export type WatchTimes = {
  readonly intervalMs: number
  readonly probeMs: number
  /** in a row */
  readonly failures: number
}

type Followed = {
  readonly run: string
  readonly times: WatchTimes
  readonly stop: AbortController
  timer?: NodeJS.Timeout
}

export function createHealthWatch(options: {
  /** spreads containers that started together over the interval: 0 to 1 */
  random?: () => number
  onUnhealthy: (id: string, why: string) => void
  onError: (error: unknown) => void
}): HealthWatch {
  const { random = Math.random, onUnhealthy, onError } = options
  const followed = new Map<string, Followed>()

  return {
    follow(id, run, probe, times) {
      if (followed.get(id)?.run === run) return
      forget(id)
      followed.set(id, { run, times, stop: new AbortController() })
      later(id, run, probe, 0, times.intervalMs * (0.5 + random()))
    },
    forget,
    close() {
      for (const id of followed.keys()) forget(id)
    },
  }

  function forget(id: string): void {
    const entry = followed.get(id)
    clearTimeout(entry?.timer)
    entry?.stop.abort()
    followed.delete(id)
  }

  function later(id: string, run: string, probe: Probe, failures: number, ms: number): void {
    const entry = followed.get(id)
    if (entry?.run !== run) return
    entry.timer = setTimeout(() => {
      probe({ timeoutMs: entry.times.probeMs, signal: entry.stop.signal })
        .then((verdict) => judge(id, run, probe, failures, verdict))
        .catch((error: unknown) => {
          if (entry.stop.signal.aborted) return // nobody wants to know any more
          onError(error)
          later(id, run, probe, failures, entry.times.intervalMs)
        })
    }, ms)
  }

  function judge(id: string, run: string, probe: Probe, before: number, verdict: Verdict): void {
    const entry = followed.get(id)
    if (entry?.run !== run) return
    const { times } = entry
    const failures = verdict === undefined ? 0 : before + 1
    if (verdict === undefined || failures < times.failures) {
      return later(id, run, probe, failures, times.intervalMs)
    }
    forget(id)
    onUnhealthy(id, `${verdict}, ${failures === 1 ? 'once' : `${failures} times in a row`}`)
  }
}
