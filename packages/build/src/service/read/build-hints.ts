import { listenChannel } from '@berth/db'
import { OUTPUT_CHANNEL } from '../desk/take-output.ts'

/** Who follows a build is told that there is more of it; what there is they read from its rows. */
export type BuildHints = {
  /** its state changed, or it printed something */
  tell(id: string): void
  /** Returns how to stop. */
  watch(id: string, onMore: () => void): () => void
  close(): Promise<void>
}

/** Hears of output from Postgres; of states it has to be told. */
export function createBuildHints(options: {
  readonly databaseUrl: string
  readonly onError: (error: unknown) => void
}): BuildHints {
  const watchers = new Map<string, Set<() => void>>()
  const stop = new AbortController()
  const tell = (id: string) => {
    for (const onMore of watchers.get(id) ?? []) onMore()
  }
  const running = listenChannel({
    url: options.databaseUrl,
    channel: OUTPUT_CHANNEL,
    signal: stop.signal,
    onListening: async () => {
      for (const id of watchers.keys()) tell(id) // what was called out meanwhile was not heard
    },
    onPayload: tell,
    onError: options.onError,
  })
  return {
    tell,
    watch(id, onMore) {
      const all = watchers.get(id) ?? new Set()
      watchers.set(id, all.add(onMore))
      return () => {
        all.delete(onMore)
        if (all.size === 0 && watchers.get(id) === all) watchers.delete(id)
      }
    },
    close: async () => {
      stop.abort()
      await running
    },
  }
}

/** Which build an event is about; undefined: none. */
export function buildOfEvent(event: { readonly type: string; readonly data: unknown }): string | undefined {
  if (!event.type.startsWith('build.')) return undefined
  const id: unknown = Reflect.get(Object(event.data), 'buildId')
  return typeof id === 'string' ? id : undefined
}
