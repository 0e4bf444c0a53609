/** More at once would make one statement slow for everybody in it. */
const MAX_BATCH = 128

type Waiting<K, V> = {
  readonly key: K
  readonly resolve: (value: V | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Asks one question for all who wait, in place of one each: who comes while a question is on its way waits for the
 * next one. So every answer is newer than the asking, and nothing is remembered. `load` answers in the order of the
 * keys, undefined for what is not there.
 */
export function batched<K, V>(
  load: (keys: readonly K[]) => Promise<readonly (V | undefined)[]>,
): (key: K) => Promise<V | undefined> {
  let waiting: Waiting<K, V>[] = []
  let busy = false

  const ask = async (batch: readonly Waiting<K, V>[]) => {
    try {
      const values = await load(batch.map(({ key }) => key))
      for (const [i, { resolve }] of batch.entries()) resolve(values[i])
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  const work = async () => {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH)
      waiting = waiting.slice(MAX_BATCH)
      await ask(batch)
    }
    busy = false
  }
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      // requests that came in the same turn go together
      if (!busy) queueMicrotask(() => void (busy || work()))
    })
}
