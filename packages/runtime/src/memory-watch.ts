import type { MemoryEvents } from './cgroup/memory-events.ts'
import type { GroupWatch } from './cgroup/group-watch.ts'

/** How often each container that runs ran out of memory. */
export type MemoryWatch = {
  begin(id: string): void
  kills(id: string): number
  end(id: string): void
  close(): void
}

/** What happens within it is told as one: a tenant may have it happen all the time. */
const GATHER_MS = 1000

export function createMemoryWatch(options: {
  readonly events: MemoryEvents
  /** the control group of a container */
  readonly groupOf: (id: string) => string
  /** of its present run so far, which may have begun before this process */
  readonly readKills: (id: string) => Promise<number>
  readonly tell: (id: string) => void
  readonly onError: (error: unknown) => void
}): MemoryWatch {
  const watched = new Map<string, { kills: number; timer: NodeJS.Timeout | undefined; watch: GroupWatch }>()

  return {
    begin(id) {
      const watch = options.events.watch(options.groupOf(id), (kills) => take(id, kills))
      watched.set(id, { kills: 0, timer: undefined, watch })
      catchUp(id, watch).catch((error: unknown) => {
        // a container that has ended meanwhile took its group along
        if (watched.has(id)) options.onError(error)
      })
    },
    kills: (id) => watched.get(id)?.kills ?? 0,
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
    const kills = await options.readKills(id)
    if (kills > 0) take(id, kills)
  }

  function take(id: string, kills: number): void {
    const found = watched.get(id)
    if (!found) return
    found.kills = kills
    found.timer ??= setTimeout(() => {
      found.timer = undefined
      options.tell(id)
    }, GATHER_MS).unref()
  }
}
