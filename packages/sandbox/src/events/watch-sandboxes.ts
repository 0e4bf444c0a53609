import { listenChannel } from '@berth/db'
import { SANDBOX_CHANNEL } from './tell.ts'

export type SandboxWatch = {
  /** Calls `onChange` after each change of this sandbox, and when changes may have been missed; returns how to stop. */
  watch(sandboxId: string, onChange: () => void): () => void
  close(): Promise<void>
}

/** Hears which sandboxes change, by one connection for all that look. */
export function watchSandboxes(options: {
  readonly url: string
  /** of any */
  readonly onAny?: (sandboxId: string) => void
  readonly onError: (error: unknown) => void
}): SandboxWatch {
  const { url, onError, onAny } = options
  const watchers = new Map<string, Set<() => void>>()
  const stop = new AbortController()
  const running = listenChannel({
    ...{ url, channel: SANDBOX_CHANNEL, signal: stop.signal, onError },
    async onListening() {
      for (const own of watchers.values()) for (const onChange of own) onChange()
    },
    onPayload(id) {
      onAny?.(id)
      for (const onChange of watchers.get(id) ?? []) onChange()
    },
  })
  return {
    watch(id, onChange) {
      const own = watchers.get(id) ?? new Set()
      watchers.set(id, own.add(onChange))
      return () => {
        own.delete(onChange)
        if (own.size === 0 && watchers.get(id) === own) watchers.delete(id)
      }
    },
    async close() {
      stop.abort()
      await running
    },
  }
}
