import { loadS3 } from '@berth/blob'
import { Secret } from '@berth/core'
import type { BackupBucket, OpenBucket } from '@berth/deploy'
import { createGuardedAgents, createTargetCheck } from '@berth/outbound'
import { explainBucket } from './explain-bucket.ts'

/** Without a byte of answer: a bucket that is slower than this holds up others. */
const IDLE_MS = 60_000
/** One call with its attempts, as sending a part; nothing moves meanwhile, and the keeper waits no longer either. */
const TOTAL_MS = 120_000
/** A thousand keys each. */
const MOST_PAGES = 1000
const PROBE = 'berth-probe'

/** Buckets that somebody typed: called through the guard, at each connection. `allow`: CIDRs beside public ones. */
export function createBucketOpener(options: { readonly allow: readonly string[] }): OpenBucket {
  const checkTarget = createTargetCheck(options.allow)
  return async ({ endpoint, prefix, ...address }, secret): Promise<BackupBucket> => {
    const url = checkTarget(endpoint)
    const { openBucket, sendObject } = await loadS3()
    const agents = createGuardedAgents(options)
    const settings = { ...address, endpoint: url.href, secretAccessKey: new Secret(secret) }
    const closed = new AbortController()
    const limits = { idleMs: IDLE_MS, totalMs: TOTAL_MS, pages: MOST_PAGES }
    const bucket = openBucket(settings, { ...agents, ...limits, cut: closed.signal })
    const at = (key: string) => `${prefix}${key}`
    const on = <T>(call: () => Promise<T>) => explainBucket(address.bucket, url.host, call)
    const abandon = async (key: string) => {
      for await (const { key: found, id } of bucket.listParts(at(key))) {
        closed.signal.throwIfAborted()
        if (found === at(key)) await bucket.abortParts(found, id)
      }
    }
    return {
      check: () =>
        on(async () => {
          await bucket.put(at(PROBE), Buffer.from('probe'))
          await bucket.size(at(PROBE))
          for await (const _ of bucket.list(at(PROBE))) break
          await bucket.remove(at(PROBE))
        }),
      write: (key, source) =>
        on(async () => {
          const sent = await sendObject(bucket, at(key), source)
          if (sent.kind === 'bytes') await bucket.put(at(key), sent.bytes)
        }),
      read: (key) => on(async () => bucket.read(at(key))),
      list: async function* (below) {
        const found = bucket.list(at(below))
        for (;;) {
          const next = await on(() => found.next())
          if (next.done) return
          yield { key: next.value.key.slice(prefix.length), size: next.value.size }
        }
      },
      remove: (key) => on(() => bucket.remove(at(key))),
      abandon: (key) => on(() => abandon(key)),
      close: () => {
        closed.abort() // or what is cut would be tried again
        agents.destroy()
      },
    }
  }
}
