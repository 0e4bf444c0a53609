import type { CountEvents, GroupWatch } from './cgroup/group-watch.ts'

/** How often something happened to each container that runs, as memory that ran out. */
export type CountWatch = {
  begin(id: string): void
  count(id: string): number
  /** For who has just read the number elsewhere. */
  saw(id: string, count: number): void
  end(id: string): void
  close(): void
}

/** What happens within it is told as one: a tenant may have it happen all the time. */
const GATHER_MS = 1000

type Watched = {
  count: number
  told: number
  /** gathers, or rests */
  timer: NodeJS.Timeout | undefined
  readonly watch: GroupWatch
}

export function createCountWatch(options: {
  readonly events: CountEvents
  /** the control group of a container */
  readonly groupOf: (id: string) => string
  /** of its present run so far, which may have begun before this process */
  readonly readCount: (id: string) => Promise<number>
  readonly tell: (id: string) => void
  readonly onError: (error: unknown) => void
  /** after each word, how long none follows */
  readonly restMs?: number
}): CountWatch {
  const { restMs = 0 } = options
  const watched = new Map<string, Watched>()

  return {
    begin(id) {
      const watch = options.events.watch(options.groupOf(id), (count) => take(id, count))
      watched.set(id, { count: 0, told: 0, timer: undefined, watch })
      catchUp(id, watch).catch((error: unknown) => {
        // a container that has ended meanwhile took its group along
        if (watched.has(id)) options.onError(error)
      })
    },
    count: (id) => watched.get(id)?.count ?? 0,
    saw: take,
    end(id) {
      const found = watched.get(id)
      watched.delete(id)
      found?.watch.close()
      clearTimeout(found?.timer)
    },
    close() {
      for (const { timer } of watched.values()) clearTimeout(timer)
      watched.clear()
      options.events.close()
    },
  }

  async function catchUp(id: string, watch: GroupWatch): Promise<void> {
    await watch.ready
    take(id, await options.readCount(id))
  }

  function take(id: string, count: number): void {
    const found = watched.get(id)
    if (!found || count <= found.count) return
    found.count = count
    found.timer ??= later(GATHER_MS, () => tellOf(id, found))
  }

  function tellOf(id: string, found: Watched): void {
    found.timer = undefined
    if (found.count === found.told) return
    found.told = found.count
    if (restMs > 0) found.timer = later(restMs, () => tellOf(id, found))
    options.tell(id)
  }
}

function later(ms: number, act: () => void): NodeJS.Timeout {
  return setTimeout(act, ms).unref()
}
