/** A node refuses more than six of one container: the rest is for what its visitor does meanwhile. */
const AT_ONCE = 3

/** Does the work for each, some beside each other: over a slow link most of it is waiting. The first error ends it. */
export async function someAtOnce<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items].toReversed()
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await work(item)
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  } finally {
    waiting.length = 0
  }
}
