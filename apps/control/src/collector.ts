import { BerthError } from '@berth/core'
import { collect, type CollectionDeps, collectWhenDue } from '@berth/registry'
import { every } from './every.ts'

const LOOK_MS = 10 * 60_000

export type Collector = {
  /** Begins a run and returns when it has begun. Error: storage.collecting. */
  begin(ask: { by: string; dryRun: boolean; reconcile: boolean }): Promise<{ id: string }>
  stop(): void
}

/** The collection of images: by itself, and when an administrator asks. */
export function startCollector(deps: CollectionDeps): Collector {
  const { log } = deps
  const regular = every(LOOK_MS, () => collectWhenDue(deps), log)
  return {
    begin: (ask) =>
      new Promise((resolve, reject) => {
        collect(deps, { ...ask, onStart: (id) => resolve({ id }) }).catch((error: unknown) => {
          if (!(error instanceof BerthError && error.code === 'storage.collecting'))
            log.error({ err: error }, 'a collection was cut off')
          reject(error)
        })
      }),
    stop: () => regular.stop(),
  }
}
