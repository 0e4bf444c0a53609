/** Work that several callers may wait for at once. */
export type Flights<Result, Progress> = {
  /**
   * Joins the work under `key`, or starts it. A caller who aborts leaves; the work itself is aborted when nobody is
   * left to wait for it.
   */
  join(
    key: string,
    caller: { signal?: AbortSignal | undefined; onProgress?: ((progress: Progress) => void) | undefined },
    start: (work: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<Result>,
  ): Promise<Result>
}

type Flight<Result, Progress> = {
  readonly result: Promise<Result>
  readonly abort: AbortController
  readonly listeners: Set<(progress: Progress) => void>
  waiting: number
}

export function createFlights<Result, Progress = never>(): Flights<Result, Progress> {
  const flights = new Map<string, Flight<Result, Progress>>()

  return {
    async join(key, caller, start) {
      caller.signal?.throwIfAborted()
      const flight = flights.get(key) ?? takeOff(key, start)
      const listener = caller.onProgress
      if (listener) flight.listeners.add(listener)
      flight.waiting += 1
      try {
        return await Promise.race([flight.result, ...(caller.signal ? [rejectOnAbort(caller.signal)] : [])])
      } finally {
        if (listener) flight.listeners.delete(listener)
        flight.waiting -= 1
        if (flight.waiting === 0) {
          // whoever comes now must not join what is being torn down
          if (flights.get(key) === flight) flights.delete(key)
          flight.abort.abort(caller.signal?.reason)
        }
      }
    },
  }

  function takeOff(
    key: string,
    start: Parameters<Flights<Result, Progress>['join']>[2],
  ): Flight<Result, Progress> {
    const abort = new AbortController()
    const listeners = new Set<(progress: Progress) => void>()
    const onProgress = (progress: Progress) => {
      for (const listener of listeners) listener(progress)
    }
    const result = start({ signal: abort.signal, onProgress })
    const flight = { result, abort, listeners, waiting: 0 }
    flights.set(key, flight)
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    result.then(land, land)
    return flight
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
